namespace Metrics.RrdStore.CrashWriter;

/// <summary>What the writer writes: known for every round, so that whoever looks after a crash knows what must be there.</summary>
public static class Workload
{
    /// <summary>Time of round 0, in seconds; a multiple of every row.</summary>
    public const long Start = 1_700_000_400;

    /// <summary>Seconds between rounds.</summary>
    public const int Step = 10;

    /// <summary>Series written in each round.</summary>
    public const int SeriesCount = 40;

    /// <summary>Small archives, so that windows fill, merge and expire within a second.</summary>
    public static Schema Schema { get; } = new(Step, 30,
        new ArchiveDefinition(ConsolidationFunction.Average, 1, 300), new ArchiveDefinition(ConsolidationFunction.Maximum, 6, 100),
        new ArchiveDefinition(ConsolidationFunction.Average, 30, 60));

    /// <summary>Name of a series.</summary>
    public static SeriesName NameOf(int series) => SeriesName.Parse($"crash{series}");

    /// <summary>All readings of a round, in one batch. Some come with the next round only, after what that has.</summary>
    public static Reading[] ReadingsOf(IReadOnlyList<SeriesId> ids, long round) =>
        [.. ids.Where((_, i) => !IsLate(i, round)).Select(id => ReadingOf(id, id.Value, round)),
            .. ids.Where((_, i) => IsLate(i, round - 1)).Select(id => ReadingOf(id, id.Value, round - 1))];

    /// <summary>Whether the reading of a series in a round comes late. That of the last series never does.</summary>
    public static bool IsLate(int series, long round) => round > 0 && series < SeriesCount - 1 && (round * 7 + series) % 13 == 5;

    /// <summary>Its reading in a round: every third series is a counter that grows by 10 times the value.</summary>
    public static Reading ReadingOf(SeriesId id, int series, long round)
    {
        var time = (Start + round * Step) * 1_000_000;
        return series % 3 == 0 ? Reading.OfCount(id, time, (ulong)Count(series, round)) : Reading.Of(id, time, Value(series, round));
    }

    /// <summary>Its primary data point that ends with a round.</summary>
    public static double Value(int series, long round) => series % 3 == 0
        ? (Count(series, round) - Count(series, round - 1)) / (double)Step
        : (series * 7 + round * round % 101) * 0.25;

    private static long Count(int series, long round) => 1_000 + series + round * 50 + round % 7 * 3;
}
