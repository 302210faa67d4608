using Metrics.Actions.Incidents;
using Metrics.Actions.Rules;
using Metrics.Bench.Store;
using Metrics.RrdStore;

namespace Metrics.Bench.Rules;

/// <summary>A round over many rules, each of a series of its own, over values of the last hour.</summary>
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
            Console.WriteLine($"{count:N0} rules over {count:N0} series, one thread; the fastest and the median of {Rounds} rounds, in ms of processor time.\n");
            Console.WriteLine("| rule | fastest | median |\n|---|---:|---:|");
            foreach (var (name, text) in Forms)
            {
                var times = Measure(store, [.. series.Select(one => new Rule(one.Name.Value) { Warning = RuleExpression.Parse(text.Replace("SERIES", one.Name.Value, StringComparison.Ordinal)) })]);
                Console.WriteLine($"| {name} | {times[0]:0.0} | {times[Rounds / 2]:0.0} |");
                if (times[0] > BarMilliseconds)
                    Environment.ExitCode = 2;
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static double[] Measure(RoundRobinStore store, IReadOnlyList<Rule> rules)
    {
        var rounds = new RuleRounds(store);
        rounds.Use(rules);
        rounds.Bind(() => []);
        var changes = new List<IncidentChange>();
        var times = new double[Rounds];
        for (var round = -5; round < Rounds; round++)
        {
            changes.Clear();
            var before = ThreadClock.Now;
            rounds.Look(Begin + Readings * Step, changes);
            if (round >= 0)
                times[round] = (ThreadClock.Now - before).TotalMilliseconds;
        }
        Array.Sort(times);
        return times;
    }

    private static List<SeriesInfo> Fill(RoundRobinStore store, int count)
    {
        var schema = new Schema(Step, 25, new ArchiveDefinition(ConsolidationFunction.Average, 1, 8_640), new ArchiveDefinition(ConsolidationFunction.Average, 30, 8_640));
        var series = Enumerable.Range(0, count).Select(i => store.Define(new SeriesDefinition(
            SeriesName.Parse($"host.h{i}.load"), new DataSource(DataSourceType.Gauge), schema, new SeriesMetadata("1")))).ToList();
        var batch = new Reading[count];
        for (var reading = 0; reading <= Readings; reading++)
        {
            for (var i = 0; i < count; i++)
                batch[i] = Reading.Of(series[i].Id, (Begin + reading * Step) * 1_000_000, (i + reading) % 90);
            store.Append(batch);
        }
        return series;
    }
}
