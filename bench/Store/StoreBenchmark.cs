using System.Diagnostics;
using Metrics.RrdStore;

namespace Metrics.Bench.Store;

/// <summary>What a reading costs: time, bytes on disk, memory; and what opening and fetching take.</summary>
internal static class StoreBenchmark
{
    private const int StepSeconds = 10;
    private const int BatchSize = 1000;

    private static readonly Schema Schema = new(StepSeconds, 30,
        new ArchiveDefinition(ConsolidationFunction.Average, 1, 8640), new ArchiveDefinition(ConsolidationFunction.Maximum, 1, 8640),
        new ArchiveDefinition(ConsolidationFunction.Average, 6, 10_080), new ArchiveDefinition(ConsolidationFunction.Maximum, 6, 10_080),
        new ArchiveDefinition(ConsolidationFunction.Average, 30, 25_920), new ArchiveDefinition(ConsolidationFunction.Maximum, 30, 25_920),
        new ArchiveDefinition(ConsolidationFunction.Average, 360, 17_520), new ArchiveDefinition(ConsolidationFunction.Maximum, 360, 17_520));

    /// <summary>Runs for each number of series given as argument, or 1,000, 10,000 and 100,000.</summary>
    public static void Run(string[] arguments)
    {
        if (arguments is ["peers"])
        {
            StorePeers.Print(1, 1, (1, 1));
            return;
        }
        var sizes = arguments.Length > 0 ? arguments.Select(int.Parse).ToArray() : [1_000, 10_000, 100_000];
        Console.WriteLine("| series | ns a reading, 1 s sync | ns, every 1,000 durable | bytes of memory a series | bytes on disk a row | open, clean, s | fetch 288 rows, µs |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var series in sizes)
            Console.WriteLine(Measure(series));
    }

    private static string Measure(int series)
    {
        var directory = Directory.CreateTempSubdirectory("store-bench-").FullName;
        try
        {
            var rounds = Math.Max(80, 4_000_000 / series);
            var relaxed = Append(directory, series, rounds, TimeSpan.FromSeconds(1), out var memory);
            var timer = Stopwatch.StartNew();
            double fetch;
            using (var store = RoundRobinStore.Open(directory))
            {
                timer.Stop();
                fetch = Fetch(store);
            }
            var bytes = new DirectoryInfo(Path.Combine(directory, "rows")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
            var rows = (double)series * rounds * (1 + 2 / 6.0 + 2 / 30.0 + 2 / 360.0);
            Directory.Delete(directory, recursive: true);
            var strict = Append(directory, Math.Min(series, 10_000), Math.Max(20, 400_000 / series), TimeSpan.Zero, out _);
            return $"| {series:N0} | {relaxed:F1} | {strict:F1} | {memory:N0} | {bytes / rows:F2} | {timer.Elapsed.TotalSeconds:F2} | {fetch:F1} |";
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static double Append(string directory, int series, int rounds, TimeSpan sync, out double memory)
    {
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var store = RoundRobinStore.Open(directory, new StoreOptions { SyncInterval = sync });
        var metadata = new SeriesMetadata("1");
        var ids = new SeriesId[series];
        for (var i = 0; i < series; i++)
            ids[i] = store.Define(new SeriesDefinition(
                SeriesName.Parse($"host{i / 100}/net.eth{i % 100}.in"),
                new DataSource(i % 3 == 0 ? DataSourceType.Counter : DataSourceType.Gauge), Schema, metadata)).Id;

        var start = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - (long)rounds * StepSeconds) / StepSeconds * StepSeconds;
        var batch = new Reading[BatchSize];
        var count = 0;
        var elapsed = TimeSpan.Zero;
        var cpu = Environment.CpuUsage.TotalTime;
        for (var round = 0; round < rounds; round++)
        {
            var time = (start + (long)round * StepSeconds) * 1_000_000;
            for (var i = 0; i < series; i++)
            {
                batch[count++] = i % 3 == 0
                    ? Reading.OfCount(ids[i], time, (ulong)(round * (1000L + i % 977) + (round * 7919L + i) % 101))
                    : Reading.Of(ids[i], time, (200 + (i + round * (i % 7)) % 63) * 0.125);
                if (count < BatchSize && i + 1 < series)
                    continue;
                var from = Stopwatch.GetTimestamp();
                store.Append(batch.AsSpan(0, count));
                elapsed += Stopwatch.GetElapsedTime(from);
                count = 0;
            }
        }
        Console.Error.WriteLine($"{series} {sync}: cpu {(Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds / ((double)series * rounds):F0} ns a reading in all threads");
        memory = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / series;
        return elapsed.TotalNanoseconds / ((double)series * rounds);
    }

    private static double Fetch(RoundRobinStore store)
    {
        var list = store.List();
        var values = new double[8640];
        var end = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var watch = new Stopwatch();
        const int calls = 20_000;
        for (var i = 0; i < calls; i++)
        {
            if (i == calls / 2)
                watch.Start();
            var id = list[i * 7 % list.Count].Id;
            var rows = store.Resolve(id, ConsolidationFunction.Average, new TimeRange(end - 86_400, end), 300);
            store.Fetch(id, ConsolidationFunction.Average, rows, values);
        }
        return watch.Elapsed.TotalMicroseconds / (calls - calls / 2);
    }
}
