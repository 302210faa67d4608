using Metrics.RrdStore.RrdFiles;
using Metrics.RrdStore.Tests.RrdFiles;
using Metrics.RrdStore.Tests.Storage;

namespace Metrics.RrdStore.Tests.Expressions;

/// <summary>What happens to a computed series when its inputs are late, change, are renamed, deleted or imported.</summary>
public sealed class ComputedSeriesTests(RrdTool tool) : IClassFixture<RrdTool>, IDisposable
{
    private const long Start = 1_000_000_000;

    private static readonly DataSource Gauge = new(DataSourceType.Gauge);
    private static readonly Schema Plain = new(10, 30, new(ConsolidationFunction.Average, 1, 1000), new(ConsolidationFunction.Maximum, 6, 100));

    private readonly StoreDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Late_readings_of_an_input_change_what_is_computed_from_it()
    {
        var random = new Random(3);
        var current = directory;
        current.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 100_000));
        var store = current.Open(syncSeconds: 100_000);
        try
        {
            var (a, b) = (Define(store, "a"), Define(store, "b"));
            var ids = (Sum: Compute(store, "sum", "a,b,+"), Twice: Compute(store, "twice", "sum,2,*"));
            store.Append([Of(a, 0, 0), Of(b, 0, 0)]);
            store.Round();
            var late = new List<Reading>();
            for (var i = 1; i <= 300; i++)
            {
                store.Append([Of(a, i, i)]);
                if (random.Next(10) == 0 && i < 300)
                    late.Add(Of(b, i, i % 7));
                else
                    store.Append([Of(b, i, i % 7)]);
                if (random.Next(3) == 0)
                    store.Round();
                if (late.Count > 3 || i == 300)
                {
                    store.Append([.. late]);
                    late.Clear();
                }
                if (random.Next(30) == 0)
                    Crash();
            }
            // From before the log: it has nothing of them any more but rows.
            store.Settle();
            store.Dispose();
            store = current.Open(syncSeconds: 100_000);
            store.Append([Of(b, 50, 1000)]);
            store.Round();
            Crash();
            store.Settle();
            var sums = Enumerable.Range(1, 300).Select(i => i == 50 ? 1050.0 : i + i % 7).ToArray();
            Assert.Equal(sums, Fetch(store, ids.Sum, ConsolidationFunction.Average, new Rows(Start, 10, 300)));
            Assert.Equal(sums.Select(s => 2 * s), Fetch(store, ids.Twice, ConsolidationFunction.Average, new Rows(Start, 10, 300)));
            // Start is 40 s into a minute: the first whole row has points 3 to 8.
            Assert.Equal(Enumerable.Range(0, 49).Select(row => sums[(2 + row * 6)..(8 + row * 6)].Max()),
                Fetch(store, ids.Sum, ConsolidationFunction.Maximum, new Rows(Start + 20, 60, 49)));
            Assert.Empty(store.Check().Damages);
        }
        finally
        {
            store.Dispose();
            current.Dispose();
        }

        void Crash()
        {
            store.Flush();
            var copy = current.Crashed(store);
            store.Dispose();
            if (current != directory)
                current.Dispose();
            current = copy;
            store = current.Open(syncSeconds: 100_000);
        }
    }

    [Fact]
    public void An_input_that_is_silent_is_unknown_until_it_delivers_what_it_had()
    {
        using var store = Opened();
        var (a, b) = (Define(store, "a"), Define(store, "b"));
        var sum = Compute(store, "sum", "a,b,+");
        var known = Compute(store, "known", "a,b,ADDNAN");
        store.Append([Of(a, 0, 0), Of(b, 0, 0)]);
        for (var i = 1; i <= 40; i++)
        {
            store.Append([Of(a, i, i)]);
            if (i <= 20)
                store.Append([Of(b, i, i)]);
            store.Round();
        }
        Assert.Equal(Enumerable.Range(1, 40).Select(i => i <= 20 ? 2.0 * i : double.NaN), Points(store, sum, 40));
        Assert.Equal(Enumerable.Range(1, 40).Select(i => i <= 20 ? 2.0 * i : i), Points(store, known, 40));
        store.Append([.. Enumerable.Range(21, 20).Select(i => Of(b, i, i))]);
        store.Settle();
        Assert.Equal(Enumerable.Range(1, 40).Select(i => 2.0 * i), Points(store, sum, 40));
        Assert.Equal(Enumerable.Range(1, 40).Select(i => 2.0 * i), Points(store, known, 40));
    }

    [Fact]
    public void The_past_of_the_inputs_is_computed_and_a_spike_that_is_clipped_goes_from_both()
    {
        using var store = Opened();
        var a = Define(store, "a");
        store.Append([.. Enumerable.Range(0, 101).Select(i => Of(a, i, i == 50 ? 1e9 : i))]);
        var twice = Compute(store, "twice", "a,2,*");
        store.Settle();
        Assert.Equal(2e9, Points(store, twice, 100)[49]);
        store.Clip(a, double.NaN, 1e6, new TimeRange(Start, Start + 1000));
        store.Settle();
        Assert.Equal(Enumerable.Range(1, 100).Select(i => i == 50 ? double.NaN : 2.0 * i), Points(store, twice, 100));
        Assert.Equal(49, store.Clip(twice, double.NaN, 1e9, new TimeRange(Start, Start + 500))[0].Looked);
    }

    [Fact]
    public void Series_are_renamed_in_expressions_and_not_deleted_from_them()
    {
        SeriesId sum;
        using (var store = Opened())
        {
            var (a, b) = (Define(store, "a"), Define(store, "b"));
            sum = Compute(store, "sum", "a,b,+");
            store.Rename(a, SeriesName.Parse("other name"));
            Assert.Equal("other name,b,+", Definition(store, "sum").Source.Expression);
            Assert.Contains("sum is computed from b; delete that one first", Assert.Throws<ArgumentException>(() => store.Delete(b)).Message);
            foreach (var name in (string[])["x,y", "12.5", "MAX"])
                Assert.Contains("cannot stand in its expression", Assert.Throws<ArgumentException>(() => store.Rename(b, SeriesName.Parse(name))).Message);
            store.Rename(sum, SeriesName.Parse("total"));
            store.Append([Of(a, 0, 0), Of(b, 0, 0)]);
            store.Append([Of(a, 1, 3), Of(b, 1, 4)]);
        }
        using (var store = directory.Open())
        {
            Assert.Equal("other name,b,+", Definition(store, "total").Source.Expression);
            Assert.Equal([7], Points(store, sum, 1));
            // The same definition changes nothing; another expression holds from now on.
            var definition = Definition(store, "total");
            Assert.Equal(sum, store.Define(definition).Id);
            store.Define(definition with { Source = new DataSource(DataSourceType.Compute, Expression: "other name,b,*") });
            var (a, b) = (Find(store, "other name"), Find(store, "b"));
            store.Append([Of(a, 2, 3), Of(b, 2, 4)]);
            store.Settle();
            Assert.Equal([7, 12], Points(store, sum, 2));
            store.Delete(sum);
            store.Delete(b);
        }
        using var again = directory.Open();
        Assert.Equal(["other name"], again.List().Select(s => s.Name.Value));
        Assert.Empty(again.Health.Recovery);
    }

    [Theory]
    [InlineData(null, "needs an expression"), InlineData("", "needs an expression"), InlineData("a,nobody,+", "\"nobody\", which is neither")]
    [InlineData("1,2,+", "uses no series"), InlineData("a,+", "at \"+\" there are too few"), InlineData("a,a", "leaves none, or more than one")]
    [InlineData("a,PREV", "cannot use PREV"), InlineData("a,TIME,+", "cannot use TIME"), InlineData("a,NOW,+", "cannot use NOW")]
    [InlineData("a,60,TREND", "cannot use TREND"), InlineData("a,slow,+", "slow, which has a step of 60 s, not of 10 s")]
    [InlineData("a,coarse,+", "coarse, which keeps no archive with one step per row"), InlineData("a,,+", "\"\", which is neither")]
    [InlineData("a,9,COPY", "at \"COPY\""), InlineData("a,-1,AVG", "at \"AVG\""), InlineData("a,UNKN,SORT", "at \"SORT\"")]
    public void A_wrong_expression_is_refused_and_the_message_says_why(string? expression, string message)
    {
        using var store = Opened();
        Define(store, "a");
        Define(store, "slow", new Schema(60, 120, new ArchiveDefinition(ConsolidationFunction.Average, 1, 10)));
        Define(store, "coarse", new Schema(10, 120, new ArchiveDefinition(ConsolidationFunction.Average, 2, 10)));
        var error = Assert.Throws<ArgumentException>(() => Compute(store, "c", expression));
        Assert.Contains(message, error.Message);
        Assert.False(store.TryFind(SeriesName.Parse("c"), out _));
    }

    [Fact]
    public void Expressions_have_bounds_and_no_way_leads_back()
    {
        using var store = Opened();
        var a = Define(store, "a");
        Compute(store, "one", "a,1,+");
        Compute(store, "two", "one,1,+");
        Assert.Contains("computed from itself, by way of two", Assert.Throws<ArgumentException>(() => Compute(store, "one", "two,1,+")).Message);
        Assert.Contains("computed from itself, by way of one", Assert.Throws<ArgumentException>(() => Compute(store, "one", "one,1,+")).Message);
        var longest = string.Concat(Enumerable.Repeat("a,", 64)) + string.Join(',', Enumerable.Repeat("+", 63));
        Compute(store, "longest", longest);
        Assert.Contains("more than 128 operations", Assert.Throws<ArgumentException>(() => Compute(store, "longer", longest + ",1,+")).Message);
        Assert.Contains("it takes 8,192", Assert.Throws<ArgumentException>(() => Compute(store, "longer", new string('a', 9000))).Message);
        Assert.Contains("takes no limits", Assert.Throws<ArgumentException>(() => store.Define(
            new SeriesDefinition(SeriesName.Parse("l"), new DataSource(DataSourceType.Compute, 0, 1, "a"), Plain, new SeriesMetadata("1")))).Message);
        Assert.Contains("Only a computed series", Assert.Throws<ArgumentException>(() => store.Define(
            new SeriesDefinition(SeriesName.Parse("l"), new DataSource(DataSourceType.Gauge, Expression: "a"), Plain, new SeriesMetadata("1")))).Message);
        Assert.Contains("with its new schema it has a step of 60 s", Assert.Throws<ArgumentException>(() => Define(store, "a",
            new Schema(60, 120, new ArchiveDefinition(ConsolidationFunction.Average, 1, 10)))).Message);
        // Nobody but the store itself gives it readings.
        var one = Find(store, "one");
        Assert.Equal(new AppendResult(1, 0, 0, 2), store.Append([Of(one, 1, 5), Reading.Unknown(one, (Start + 10) * 1_000_000), Of(a, 0, 1)]));
    }

    [Fact]
    public void A_computed_source_goes_on_after_an_import_and_comes_back_in_an_export()
    {
        tool.Run($"create i.rrd --start {Start} --step 10 DS:a:GAUGE:30:U:U DS:b:GAUGE:30:U:U DS:sum:COMPUTE:a,b,+,2,* DS:half:COMPUTE:sum,2,/ "
            + "RRA:AVERAGE:0.5:1:50 RRA:MAX:0.5:6:20");
        for (var i = 1; i <= 33; i++)
            tool.Run($"update i.rrd {Start + i * 10 + 3}:{i}:{i * i}");
        using var store = Opened();
        foreach (var series in RrdMapping.ToSeries(RrdFile.Read(tool.PathOf("i.rrd")), "m").Series)
            store.Import(series);
        var (a, b) = (Find(store, "m.a"), Find(store, "m.b"));
        for (var i = 34; i <= 77; i++)
        {
            tool.Run($"update i.rrd {Start + i * 10 + 3}:{i}:{i * i}");
            store.Append([Reading.Of(a, (Start + i * 10 + 3) * 1_000_000, i), Reading.Of(b, (Start + i * 10 + 3) * 1_000_000, i * i)]);
        }
        store.Settle();
        // In the order of their names computed ones come before what they use.
        var export = Assert.Single(RrdExporter.ToFiles(store.List().OrderByDescending(s => s.Name).Select(s => store.Export(s.Id))));
        using (var target = File.Create(tool.PathOf("o.rrd")))
            RrdWriter.Write(export.File, target);
        var (original, exported) = (RrdFile.Read(tool.PathOf("i.rrd")), RrdFile.Read(tool.PathOf("o.rrd")));
        Assert.Equal(["a", "b", "half", "sum"], exported.DataSources.Select(s => s.Name).Order());
        tool.Run($"update i.rrd -t a:b {Start + 800}:5:6");
        tool.Run($"update o.rrd -t a:b {Start + 800}:5:6");
        foreach (var name in (string[])["a", "b", "sum", "half"])
            foreach (var (function, resolution) in ((string, int)[])[("AVERAGE", 10), ("MAX", 60)])
                Assert.Equal(Column(tool.Run($"fetch i.rrd {function} -r {resolution} -s {Start + 300} -e {Start + 800}"), name),
                    Column(tool.Run($"fetch o.rrd {function} -r {resolution} -s {Start + 300} -e {Start + 800}"), name));

        static string[] Column(string fetched, string name)
        {
            var lines = fetched.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var index = Array.IndexOf(lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), name);
            return [.. lines[1..].Select(line => line.Split(' ')[index + 1])];
        }
    }

    private RoundRobinStore Opened()
    {
        directory.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 100_000));
        return directory.Open(syncSeconds: 100_000);
    }

    private static SeriesId Find(RoundRobinStore store, string name) => store.List().Single(s => s.Name.Value == name).Id;

    private static SeriesDefinition Definition(RoundRobinStore store, string name) => store.List().Single(s => s.Name.Value == name).Definition;

    private static SeriesId Define(RoundRobinStore store, string name, Schema? schema = null) =>
        store.Define(new SeriesDefinition(SeriesName.Parse(name), Gauge, schema ?? Plain, new SeriesMetadata("1"))).Id;

    private static SeriesId Compute(RoundRobinStore store, string name, string? expression) => store.Define(
        new SeriesDefinition(SeriesName.Parse(name), new DataSource(DataSourceType.Compute, Expression: expression), Plain, new SeriesMetadata("1"))).Id;

    private static Reading Of(SeriesId id, int i, double value) => Reading.Of(id, (Start + i * 10) * 1_000_000, value);

    private static double[] Points(RoundRobinStore store, SeriesId id, int count) =>
        Fetch(store, id, ConsolidationFunction.Average, new Rows(Start, 10, count));

    private static double[] Fetch(RoundRobinStore store, SeriesId id, ConsolidationFunction function, Rows rows)
    {
        var values = new double[rows.Count];
        store.Fetch(id, function, rows, values);
        return values;
    }
}
