using System.Collections.Immutable;
using Metrics.Analyzers.Tailing;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Usage;

/// <summary>How far a log has been read.</summary>
/// <param name="Path">Path of the log.</param>
/// <param name="Positions">In each file of it that is still read.</param>
/// <param name="State">What its format has begun, as changes.</param>
internal sealed record LogProgress(string Path, ImmutableArray<LogPosition> Positions, StateChanges State)
{
    /// <summary>Whether the log is not followed any more: nothing of it is kept.</summary>
    public bool Ended { get; init; }
}
