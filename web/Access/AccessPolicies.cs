namespace Metrics.Web.Access;

/// <summary>Names of the policies that endpoints ask for. Without one, an endpoint is for administrators.</summary>
internal static class AccessPolicies
{
    /// <summary>Administrators, and the owners of the domain in the route value <c>domain</c>.</summary>
    public const string Domain = "domain";

    /// <summary>Administrators, and owners of any domain: for what shows each his own.</summary>
    public const string OwnDomains = "own-domains";
}
