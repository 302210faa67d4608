using System.Collections.Immutable;

namespace Metrics.Actions.Incidents;

/// <summary>The incidents of the past year, for the graphs that they are about.</summary>
/// <param name="Version">Another number for other incidents.</param>
/// <param name="Incidents">The newest first, at most <see cref="Most"/>.</param>
public sealed record IncidentHistory(long Version, ImmutableArray<Incident> Incidents)
{
    /// <summary>How many are kept.</summary>
    public const int Most = 500;

    /// <summary>How long they are.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    /// <summary>Those that last, the newest first.</summary>
    public ImmutableArray<Incident> Open { get; } = [.. Incidents.Where(incident => incident.Ended is null)];

    /// <summary>No incidents.</summary>
    public static IncidentHistory None { get; } = new(0, []);
}
