using System.Collections.Immutable;

namespace Metrics.Grapher.Language;

/// <summary>The table that the XPORT statements make.</summary>
/// <param name="StartSeconds">Start of the first row, a multiple of the step, in seconds since the epoch.</param>
/// <param name="StepSeconds">Seconds a row covers: the greatest common divisor of the columns' steps.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Columns">The columns, in the order of the text.</param>
public sealed record ExportTable(long StartSeconds, int StepSeconds, int Rows, ImmutableArray<ExportColumn> Columns)
{
    /// <summary>End of a row, the time it is written with.</summary>
    public long EndOf(int row) => StartSeconds + (row + 1L) * StepSeconds;
}
