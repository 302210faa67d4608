using System.Collections.Immutable;

namespace Metrics.Collector;

/// <summary>How a source is doing, for the status page and <c>/metrics</c>.</summary>
/// <param name="Name">Name of the source.</param>
/// <param name="Step">How often it is asked.</param>
/// <param name="Series">How many series it has now.</param>
/// <param name="LastReading">When it was last asked successfully; null before the first time.</param>
/// <param name="LastDuration">How long that took.</param>
/// <param name="Readings">Readings taken since the start.</param>
/// <param name="Missed">Due times skipped because the source was still busy or the machine slept.</param>
/// <param name="Running">True while it is being asked.</param>
/// <param name="Faults">What is wrong now, each with its path; empty when all is well.</param>
public sealed record SourceStatus(
    string Name, TimeSpan Step, int Series, DateTimeOffset? LastReading, TimeSpan LastDuration, long Readings, long Missed, bool Running,
    ImmutableArray<SourceFault> Faults)
{
    /// <summary>How long it has been asked already; zero when it is not being asked. Long means that it hangs.</summary>
    public TimeSpan RunningFor { get; init; }
}
