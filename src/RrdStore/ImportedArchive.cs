using System.Collections.Immutable;

namespace Metrics.RrdStore;

/// <summary>The rows of one archive of one series.</summary>
/// <param name="Definition">Function, steps per row, rows and xff.</param>
/// <param name="EndSeconds">End of the newest closed row, in seconds since the epoch: the last multiple of the row's seconds that is not
/// after the last reading.</param>
/// <param name="Rows">The closed rows, oldest first, without a gap, at most <see cref="ArchiveDefinition.Rows"/>; unknown ones are NaN.</param>
/// <param name="OpenValue">Of the known primary data points closed since: their sum (AVERAGE), the smallest, the largest or the last one.
/// NaN when there is none, or what the function begins with: 0, positive or negative infinity.</param>
/// <param name="OpenUnknown">How many primary data points closed since are unknown.</param>
public sealed record ImportedArchive(
    ArchiveDefinition Definition, long EndSeconds, ImmutableArray<double> Rows, double OpenValue, int OpenUnknown);
