using Metrics.RrdStore;

namespace Metrics.Bench.Store;

/// <summary>The readings that the store gets: series after series, each once a step and on time, a third of them counters.</summary>
/// <param name="Series">How many series.</param>
/// <param name="Rounds">Readings of each.</param>
internal sealed record StoreLoad(int Series, int Rounds)
{
    public const int StepSeconds = 10;
    public const int BatchSize = 1_000;

    // Readings of a run: enough for some seconds, and for windows of the finest archive to be completed and merged.
    private const int Readings = 40_000_000;
    private const int FewestRounds = 96;
    private const int MostRounds = 20_000;

    // Rows in a window of the finest archive.
    private const int Window = 512;

    /// <summary>Four archives of averages and maxima.</summary>
    public static readonly Schema Schema = new(StepSeconds, 30,
        new ArchiveDefinition(ConsolidationFunction.Average, 1, 8640), new ArchiveDefinition(ConsolidationFunction.Maximum, 1, 8640),
        new ArchiveDefinition(ConsolidationFunction.Average, 6, 10_080), new ArchiveDefinition(ConsolidationFunction.Maximum, 6, 10_080),
        new ArchiveDefinition(ConsolidationFunction.Average, 30, 25_920), new ArchiveDefinition(ConsolidationFunction.Maximum, 30, 25_920),
        new ArchiveDefinition(ConsolidationFunction.Average, 360, 17_520), new ArchiveDefinition(ConsolidationFunction.Maximum, 360, 17_520));

    /// <summary>The load for so many series.</summary>
    public static StoreLoad Of(int series) => new(series, Math.Clamp(Readings / series, FewestRounds, MostRounds));

    public long Total => (long)Series * Rounds;

    // A window ends when four fifths of a short run are done, so that most of it is merged within the run.
    private long Start { get; } = Aligned(Rounds);

    /// <summary>Declares the series.</summary>
    public SeriesId[] Define(RoundRobinStore store)
    {
        var ids = new SeriesId[Series];
        var metadata = new SeriesMetadata("1");
        for (var i = 0; i < ids.Length; i++)
            ids[i] = store.Define(new SeriesDefinition(
                SeriesName.Parse($"host{i / 100}/net.eth{i % 100}.in"), new DataSource(IsCounter(i) ? DataSourceType.Counter : DataSourceType.Gauge),
                Schema, metadata)).Id;
        return ids;
    }

    /// <summary>Makes a batch.</summary>
    /// <param name="ids">The series.</param>
    /// <param name="round">Which reading of each.</param>
    /// <param name="first">The first series.</param>
    /// <param name="batch">Takes the readings.</param>
    public void Fill(ReadOnlySpan<SeriesId> ids, int round, int first, Span<Reading> batch)
    {
        var time = (Start + (long)round * StepSeconds) * 1_000_000;
        for (var k = 0; k < batch.Length; k++)
        {
            var i = first + k;
            batch[k] = IsCounter(i)
                ? Reading.OfCount(ids[i], time, (ulong)(round * (1000L + i % 977) + (round * 7919L + i) % 101))
                : Reading.Of(ids[i], time, (200 + (i + round * (i % 7)) % 63) * 0.125);
        }
    }

    public static bool IsCounter(int series) => series % 3 == 0;

    private static long Aligned(int rounds)
    {
        var latest = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / StepSeconds - rounds;
        return ((latest / Window * Window) - rounds * 4L / 5) * StepSeconds;
    }
}
