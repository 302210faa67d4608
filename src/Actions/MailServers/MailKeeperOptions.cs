using System.Collections.Immutable;
using Metrics.Actions.Services;

namespace Metrics.Actions.MailServers;

/// <summary>What the guard knows of mail.</summary>
/// <param name="Servers">The mail servers of this machine.</param>
/// <param name="SmartHosts">Names or addresses of the smart hosts, to which the web process may go on sending.</param>
/// <param name="Port">Their port.</param>
/// <param name="IsArmed">Whether holds may begin.</param>
/// <param name="PerMinute">How many messages each mail server lets go in a minute after a hold.</param>
public sealed record MailKeeperOptions(ImmutableArray<MailServerOptions> Servers, ImmutableArray<string> SmartHosts, int Port, bool IsArmed, int PerMinute)
{
    /// <summary>The services that can be restarted.</summary>
    public ImmutableArray<ServiceOptions> Services { get; init; } = [];
}
