using System.Collections.Immutable;

namespace Metrics.Actions.MailServers;

/// <summary>Who may send mail while it is filtered.</summary>
/// <param name="UserId">The number of our user, the one whose programs may go on.</param>
/// <param name="SmartHosts">Names or addresses of the smart hosts.</param>
/// <param name="Port">Their port.</param>
public sealed record HoldFilterOptions(uint UserId, ImmutableArray<string> SmartHosts, int Port)
{
    /// <summary>The ports that mail goes to.</summary>
    public ImmutableArray<int> Ports { get; init; } = [25, 465, 587, 2525];
}
