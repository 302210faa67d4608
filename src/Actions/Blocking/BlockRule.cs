using System.Collections.Immutable;
using System.Net;

namespace Metrics.Actions.Blocking;

/// <summary>Who is blocked. Section <c>[block.NAME]</c>.</summary>
/// <param name="Name">Its name.</param>
public sealed record BlockRule(string Name)
{
    /// <summary>The detectors whose offenders are blocked; <see cref="Traps.TrapService.Detector"/> is one.</summary>
    public ImmutableArray<string> Detectors { get; init; } = [];

    /// <summary>For how long, the first time; zero: as long as the firewall's settings say.</summary>
    public TimeSpan For { get; init; }

    /// <summary>Whether it is only said who would be blocked.</summary>
    public bool DryRun { get; init; } = true;

    /// <summary>Networks that are never blocked by this rule.</summary>
    public ImmutableArray<IPNetwork> Except { get; init; } = [];
}
