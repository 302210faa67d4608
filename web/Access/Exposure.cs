using System.Net;
using Metrics.Web.Configuration;

namespace Metrics.Web.Access;

/// <summary>Whether others could see everything without being asked who they are.</summary>
internal static class Exposure
{
    /// <summary>Why a server must not be started, and what makes it right; null when it may.</summary>
    public static string? Problem(MetricsSettings settings, UserDirectory users)
    {
        if (!users.IsEmpty || settings.Access.UserHeader.Length > 0 || settings.Server.Listen.FirstOrDefault(IsOpen) is not { } open)
            return null;
        return $"""
            server.listen has {ConfigTypes.Format(open)}, which others can reach, and nobody is asked who he is. Add a user:
                metrics user add NAME{settings.CommandOptions}
            or, where a reverse proxy knows its users, these lines to the configuration:
                server.proxies = ["ADDRESS OF THE PROXY"]
                access.user_header = "X-Remote-User"
            """;
    }

    /// <summary>A Unix socket is there for a proxy, which others can reach.</summary>
    private static bool IsOpen(EndPoint address) => address is not IPEndPoint { Address: var ip } || !IPAddress.IsLoopback(ip);
}
