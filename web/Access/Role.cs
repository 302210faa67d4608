namespace Metrics.Web.Access;

/// <summary>What a user may do. Visitors of a share are no users: a share has a password of its own.</summary>
internal enum Role
{
    /// <summary>Everything.</summary>
    Administrator,

    /// <summary>The reports of the domains that are named with the user, and nothing else.</summary>
    Owner,
}
