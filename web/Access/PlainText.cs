using System.Net;
using Metrics.Web.Configuration;

namespace Metrics.Web.Access;

/// <summary>Whether a password may come the way that a request came.</summary>
internal static class PlainText
{
    /// <summary>Why it may not, and what to do.</summary>
    public const string Reason =
        "Passwords are not taken over plain HTTP from another machine, since others could read them. Use https, and behind a proxy name it in server.proxies; docs/access.md has more.";

    /// <summary>Over TLS, from this machine, or where the configuration says that it may.</summary>
    public static bool MayCarryPasswords(HttpContext context, AccessOptions access) =>
        context.Request.IsHttps || access.PlainPasswords || (context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote));
}
