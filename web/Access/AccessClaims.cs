using System.Security.Claims;

namespace Metrics.Web.Access;

/// <summary>What a request knows of who makes it.</summary>
internal static class AccessClaims
{
    /// <summary>Id of the session.</summary>
    public const string Session = "session";

    /// <summary>The user's stamp when the session began.</summary>
    public const string Stamp = "stamp";

    /// <summary>A domain of an owner.</summary>
    public const string Domain = "domain";

    /// <summary>Who a user is.</summary>
    /// <param name="user">The user.</param>
    /// <param name="scheme">The way that told us so.</param>
    /// <param name="more">What else is known of it.</param>
    public static ClaimsPrincipal Principal(User user, string scheme, params IEnumerable<Claim> more)
    {
        Claim[] claims =
        [
            new(ClaimTypes.NameIdentifier, user.Name), new(ClaimTypes.Name, user.Name), new(ClaimTypes.Role, user.Role.ToString()),
            .. user.Domains.Select(domain => new Claim(Domain, domain)), .. more,
        ];
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    /// <summary>Whoever is at this machine while there are no users: an administrator without a name.</summary>
    public static ClaimsPrincipal Local(string scheme) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Role, nameof(Role.Administrator))], scheme));

    /// <summary>How a person is called in what is written down of his doings.</summary>
    public static string NameOf(ClaimsPrincipal user) => user.Identity?.Name ?? "somebody at this machine";
}
