using Metrics.Actions.Incidents;
using Metrics.Actions.Rules;
using Metrics.Bench.Store;
using Metrics.RrdStore;

namespace Metrics.Bench.Rules;

/// <summary>A round over many rules, each of a series of its own that has a new value every time.</summary>
internal static class RulesBenchmark
{
    private const int Step = 10, Readings = 360, Rounds = 15;
    private const double BarMilliseconds = 50;
    private const long Begin = 1_790_000_040;

    private static readonly (string Name, string Text)[] Forms =
    [
        ("newest value", "SERIES > 100"),
        ("average of 5 minutes", "avg(SERIES, 5m) > 100"),
        ("two levels' worth of logic", "avg(SERIES, 5m) > 100 and max(SERIES, 1m) > 100 or nodata(SERIES, 5m)"),
    ];

    /// <summary>Prints how long a round takes; the argument is how many rules there are, 10,000 without.</summary>
    public static void Run(string[] arguments)
    {
        var count = arguments.Length > 0 ? int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture) : 10_000;
        var directory = Directory.CreateTempSubdirectory("metrics-bench-").FullName;
        try
        {
            using var store = RoundRobinStore.Open(directory);
            var series = Fill(store, count);
            Console.WriteLine($"{count:N0} rules over {count:N0} series, one thread, a new value of each series every round; ms of processor time of {Rounds} rounds.\n");
            Console.WriteLine("| rule | fastest | median | first | bytes allocated |\n|---|---:|---:|---:|---:|");
            foreach (var (name, text) in Forms)
            {
                var (first, times, bytes) = Measure(
                    store, series, [.. series.Select(one => new Rule(one.Name.Value) { Warning = RuleExpression.Parse(text.Replace("SERIES", one.Name.Value, StringComparison.Ordinal)) })]);
                Console.WriteLine($"| {name} | {times[0]:0.0} | {times[Rounds / 2]:0.0} | {first:0.0} | {bytes:N0} |");
                if (times[Rounds / 2] > BarMilliseconds)
                    Environment.ExitCode = 2;
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static (double First, double[] Times, long Bytes) Measure(RoundRobinStore store, List<SeriesInfo> series, IReadOnlyList<Rule> rules)
    {
        const int warm = 10;
        var rounds = new RuleRounds(store);
        rounds.Use(rules);
        rounds.Bind(() => []);
        var changes = new List<IncidentChange>();
        var times = new double[warm + Rounds];
        var bytes = 0L;
        for (var round = 0; round < times.Length; round++)
        {
            var now = store.Latest(series[0].Id).UnixSeconds + Step;
            Append(store, series, now);
            changes.Clear();
            var (before, allocated) = (ThreadClock.Now, GC.GetAllocatedBytesForCurrentThread());
            rounds.Look(now, changes);
            (times[round], bytes) = ((ThreadClock.Now - before).TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }
        var first = times[0];
        times = times[warm..];
        Array.Sort(times);
        return (first, times, bytes);
    }

    private static List<SeriesInfo> Fill(RoundRobinStore store, int count)
    {
        var schema = new Schema(Step, 25, new ArchiveDefinition(ConsolidationFunction.Average, 1, 8_640), new ArchiveDefinition(ConsolidationFunction.Average, 30, 8_640));
        var series = Enumerable.Range(0, count).Select(i => store.Define(new SeriesDefinition(
            SeriesName.Parse($"host.h{i}.load"), new DataSource(DataSourceType.Gauge), schema, new SeriesMetadata("1")))).ToList();
        for (var reading = 0; reading <= Readings; reading++)
            Append(store, series, Begin + reading * Step);
        return series;
    }

    private static void Append(RoundRobinStore store, List<SeriesInfo> series, long now) =>
        store.Append([.. series.Select((one, i) => Reading.Of(one.Id, now * 1_000_000, (i + now / Step) % 90))]);
}
