namespace Metrics.RrdStore;

/// <summary>Rows of one consolidation function over a number of steps each, in a ring: rrdcreate(1), "RRA".</summary>
/// <param name="Function">What a row keeps.</param>
/// <param name="StepsPerRow">Primary data points in a row, 1 to <see cref="MaximumStepsPerRow"/>. Rows end at multiples of this times the step since the epoch.</param>
/// <param name="Rows">Rows kept; the oldest goes when a new one comes. At least 1.</param>
/// <param name="Xff">Share of a row's primary data points that may be unknown while the row is still known: 0 up to, not including, 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is outside these limits.</exception>
public sealed record ArchiveDefinition(ConsolidationFunction Function, int StepsPerRow, int Rows, double Xff = 0.5)
{
    /// <summary>Most primary data points in a row: two years of seconds.</summary>
    public const int MaximumStepsPerRow = (1 << 26) - 1;

    /// <summary>Primary data points in a row.</summary>
    public int StepsPerRow { get; } = StepsPerRow is >= 1 and <= MaximumStepsPerRow
        ? StepsPerRow
        : throw new ArgumentOutOfRangeException(nameof(StepsPerRow), StepsPerRow, "An archive takes 1 to 67,108,863 steps per row.");

    /// <summary>Rows kept.</summary>
    public int Rows { get; } = Rows >= 1
        ? Rows
        : throw new ArgumentOutOfRangeException(nameof(Rows), Rows, "An archive needs at least 1 row.");

    /// <summary>Share of primary data points that may be unknown in a known row.</summary>
    public double Xff { get; } = Xff is >= 0 and < 1
        ? Xff
        : throw new ArgumentOutOfRangeException(nameof(Xff), Xff, "The xff of an archive is from 0 up to, not including, 1.");
}
