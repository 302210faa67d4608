using System.Diagnostics;
using Metrics.RrdStore;

namespace Metrics.Bench.Store;

/// <summary>What fetching takes, from rows that are in files, in the cache of the kernel.</summary>
/// <param name="Day">Microseconds for a day at 5 minutes of one series.</param>
/// <param name="Year">Microseconds for a year at a day of one series.</param>
/// <param name="Sum">Microseconds for the sum of 100 series over a day at 5 minutes.</param>
internal sealed record StoreReading(double Day, double Year, double Sum)
{
    private const int DaySeconds = 86_400;
    private const int Minutes = 300;
    private const int Series = 200;
    private const int Days = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static StoreReading Measure(string directory)
    {
        using (var store = RoundRobinStore.Open(directory))
        {
            // A day and a fifth of the usual series, so that the newest rows are in parts of windows.
            var load = new StoreLoad(Series, DaySeconds * 6 / 5 / StoreLoad.StepSeconds);
            var ids = load.Define(store);
            var batch = new Reading[Series];
            for (var round = 0; round < load.Rounds; round++)
            {
                load.Fill(ids, round, 0, batch);
                store.Append(batch);
                // What a day brings is written and merged a second at a time, as it would be.
                if (round % 256 == 0)
                    StoreAppend.WaitUntilWritten(store);
            }
            DefineYear(store);
            StoreAppend.WaitUntilWritten(store);
        }
        using var again = RoundRobinStore.Open(directory);
        var all = again.List();
        var one = all.First(s => s.Name.Value.StartsWith("host", StringComparison.Ordinal)).Id;
        var year = all.First(s => s.Name.Value == "year").Id;
        var hundred = all.Where(s => s.Name.Value.StartsWith("host0/", StringComparison.Ordinal)).Select(s => s.Id).ToArray();
        return new StoreReading(
            Fastest(Fetcher(again, [one], DaySeconds, Minutes)), Fastest(Fetcher(again, [year], 365 * DaySeconds, DaySeconds)),
            Fastest(Fetcher(again, hundred, DaySeconds, Minutes)));
    }

    private static void DefineYear(RoundRobinStore store)
    {
        var schema = new Schema(Minutes, 2 * Minutes,
            new ArchiveDefinition(ConsolidationFunction.Average, 1, 2880), new ArchiveDefinition(ConsolidationFunction.Average, DaySeconds / Minutes, 4000));
        var id = store.Define(new SeriesDefinition(SeriesName.Parse("year"), new DataSource(DataSourceType.Gauge), schema, new SeriesMetadata("1"))).Id;
        var start = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / Minutes * Minutes - (long)Days * DaySeconds;
        for (var i = 0; i < Days * DaySeconds / Minutes; i++)
            store.Append([Reading.Of(id, (start + (long)i * Minutes) * 1_000_000, i * 7919 % 101 * 0.1)]);
    }

    private static Action Fetcher(RoundRobinStore store, SeriesId[] series, int seconds, int resolution)
    {
        var end = store.Latest(series[0]).UnixSeconds;
        var values = new double[series.Length * (seconds / resolution + 2)];
        var sum = new double[seconds / resolution + 2];
        return () =>
        {
            var rows = store.Resolve(series[0], ConsolidationFunction.Average, new TimeRange(end - seconds, end), resolution);
            if (rows.StepSeconds != resolution)
                throw new InvalidOperationException($"The archive with rows of {rows.StepSeconds} s answers instead of that of {resolution} s.");
            store.Fetch(series, ConsolidationFunction.Average, rows, values);
            if (series.Length == 1)
                return;
            Array.Clear(sum);
            for (var i = 0; i < series.Length; i++)
                for (var row = 0; row < rows.Count; row++)
                    sum[row] += values[i * rows.Count + row];
        };
    }

    // The fastest of short rounds, after a while to warm up.
    private static double Fastest(Action call)
    {
        var fastest = double.PositiveInfinity;
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Patience;)
        {
            const int calls = 20;
            var from = Stopwatch.GetTimestamp();
            for (var i = 0; i < calls; i++)
                call();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(from).TotalMicroseconds / calls);
        }
        return fastest;
    }
}
