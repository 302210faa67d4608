using Metrics.RrdStore.RrdFiles;

namespace Metrics.RrdStore.Tests.RrdFiles;

/// <summary>What an import and an export make of a database; rrdtool is the judge where it can be.</summary>
public sealed class RrdMappingTests(RrdTool tool) : IClassFixture<RrdTool>
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    // The strongest claim: a database that went through series and back goes on as if nothing had happened.
    [Theory, MemberData(nameof(Seeds))]
    public void Rrdtool_goes_on_with_an_export_as_with_the_original(int seed)
    {
        var history = new RandomHistory(seed);
        tool.Run($"create a.rrd {history.Create}");
        for (var i = 0; i < 30; i++)
            tool.Run($"update a.rrd {history.Update()}");
        var import = RrdMapping.ToSeries(RrdReader.Read(tool.PathOf("a.rrd")), "x");
        using (var target = File.Create(tool.PathOf("b.rrd")))
            RrdWriter.Write(Assert.Single(RrdExporter.ToFiles(import.Series)).File, target);

        for (var i = 0; i < 20; i++)
        {
            var update = history.Update();
            tool.Run($"update a.rrd {update}");
            tool.Run($"update b.rrd {update}");
        }

        var (expected, actual) = (RrdReader.Read(tool.PathOf("a.rrd")), RrdReader.Read(tool.PathOf("b.rrd")));
        Assert.Equal(expected.DataSources.Select(source => (source.Name, source.Type, source.LastReading)),
            actual.DataSources.Select(source => (source.Name, source.Type, source.LastReading)));
        foreach (var archive in actual.Archives)
        {
            var original = expected.Archives.First(one =>
                (one.Function, one.StepsPerRow, one.Rows) == (archive.Function, archive.StepsPerRow, archive.Rows));
            Assert.Equal(original.Values.Select(Text), archive.Values.Select(Text));
        }
    }

    [Fact]
    public void Each_data_source_becomes_a_series_and_the_summary_says_how()
    {
        tool.Run("create m.rrd --start 1700000000 --step 60 DS:in:COUNTER:120:0:U DS:twice:COMPUTE:in,2,* "
            + "RRA:AVERAGE:0.5:1:10 RRA:MAX:0.25:5:4 RRA:AVERAGE:0.5:1:5 RRA:HWPREDICT:10:0.1:0.0035:5");
        tool.Run("update m.rrd 1700000040:18446744073709551000 1700000100:18446744073709551600 1700000130.5:U");

        var import = RrdMapping.ToSeries(RrdReader.Read(tool.PathOf("m.rrd")), RrdMapping.PrefixOf("router1/eth0.rrd"));

        Assert.Equal(
        [
            (RrdOutcome.Mapped, "archive 0 (AVERAGE, 10 rows of 60 s): kept with xff 0.5"),
            (RrdOutcome.Mapped, "archive 1 (MAX, 4 rows of 300 s): kept with xff 0.25"),
            (RrdOutcome.LeftOut, "archive 2 (AVERAGE, 5 rows of 60 s): archive 0 keeps the same for at least as long"),
            (RrdOutcome.LeftOut, "archive 3 (HWPREDICT, 10 rows of 60 s): a store does not consolidate by HWPREDICT"),
            (RrdOutcome.LeftOut, "archive 4 (SEASONAL, 5 rows of 60 s): a store does not consolidate by SEASONAL"),
            (RrdOutcome.LeftOut, "archive 5 (DEVSEASONAL, 5 rows of 60 s): a store does not consolidate by DEVSEASONAL"),
            (RrdOutcome.LeftOut, "archive 6 (DEVPREDICT, 10 rows of 60 s): a store does not consolidate by DEVPREDICT"),
            (RrdOutcome.LeftOut, "archive 7 (FAILURES, 5 rows of 60 s): a store does not consolidate by FAILURES"),
            (RrdOutcome.Mapped, "data source in (COUNTER): series router1.eth0.in"),
            (RrdOutcome.Mapped, "data source twice (COMPUTE): series router1.eth0.twice"),
            (RrdOutcome.Mapped, "data source twice (COMPUTE): computed by router1.eth0.in,2,*"),
        ], import.Notes.Select(note => (note.Outcome, note.ToString())));
        var series = import.Series[0];
        Assert.Equal(new Schema(60, 120, new(ConsolidationFunction.Average, 1, 10), new(ConsolidationFunction.Maximum, 5, 4, 0.25)),
            series.Definition.Schema);
        Assert.Equal(new DataSource(DataSourceType.Counter, 0), series.Definition.Source);
        Assert.Equal(new DataSource(DataSourceType.Compute, Expression: "router1.eth0.in,2,*"), import.Series[1].Definition.Source);
        Assert.Equal(1_700_000_130_500_000, series.Last.UnixMicroseconds);
        Assert.Equal(ReadingKind.Unknown, series.Last.Kind);
        Assert.Equal([(1_700_000_100, 1), (1_700_000_100, 0)], series.Archives.Select(archive => (archive.EndSeconds, archive.Rows.Length)));
    }

    [Theory]
    [InlineData(2.0, 1 - 1.0 / (1L << 53)), InlineData(double.NaN, 1 - 1.0 / (1L << 53)), InlineData(-1.0, 0), InlineData(0.5, 0.5)]
    public void An_xff_that_a_store_does_not_take_becomes_the_nearest(double xff, double expected)
    {
        var import = RrdMapping.ToSeries(Small(archive: archive => archive with { Parameters = Cells(xff) }), "x");

        Assert.Equal(expected, import.Series[0].Archives[0].Definition.Xff);
        Assert.Equal(xff is >= 0 and < 1 ? RrdOutcome.Mapped : RrdOutcome.Changed, import.Notes[0].Outcome);
    }

    [Fact]
    public void What_contradicts_itself_is_left_out_or_changed_and_said()
    {
        Assert.Contains("longer than the 86,400 s", Only(Small() with { StepSeconds = 86_401 }).Text);
        Assert.Contains("spans more than 1,000 years", Only(Small(archive: one => one with { StepsPerRow = 400_000_000 })).Text);
        Assert.Contains("rows are longer", Only(Small(archive: one => one with { StepsPerRow = 1 << 26 })).Text);
        Assert.Contains("no data source type FOO", Left(Small(source => source with { Type = "FOO" })).Text);
        Assert.Contains("heartbeat of 0 s became 1 s", Changed(Small(source => source with { HeartbeatSeconds = 0 })).Text);
        Assert.Contains("contradict each other", Changed(Small(source => source with { Minimum = 5, Maximum = 4 })).Text);
        Assert.Contains("99 unknown seconds", Changed(Small(source => source with { UnknownSeconds = 99 })).Text);
        Assert.Contains("control character", RrdMapping.ToSeries(Small(), "a\u0001").Notes[^1].Text);

        static RrdNote Only(RrdFile file) => Assert.Single(RrdMapping.ToSeries(file, "x").Notes);
        static RrdNote Left(RrdFile file) => RrdMapping.ToSeries(file, "x").Notes.Single(note => note.Outcome == RrdOutcome.LeftOut);
        static RrdNote Changed(RrdFile file) => RrdMapping.ToSeries(file, "x").Notes.Single(note => note.Outcome == RrdOutcome.Changed);
    }

    [Fact]
    public void Series_share_a_database_where_step_archives_and_last_reading_are_the_same()
    {
        var series = RrdMapping.ToSeries(Small(), "net.a-rather-long.interface!name").Series[0];
        var renamed = series with { Definition = series.Definition with { Name = SeriesName.Parse("other.t") } };
        var later = series with { Last = Reading.Of(default, series.Last.UnixMicroseconds + 1, 1) };

        var exports = RrdExporter.ToFiles([series, later, renamed]);

        Assert.Equal([["t", "t_2"], ["t"]], exports.Select(export => export.File.DataSources.Select(source => source.Name)));
        var error = Assert.Throws<ArgumentException>(() => RrdExporter.ToFile([series, later]));
        Assert.Contains("they differ in the time of their last reading", error.Message);
    }

    [Fact]
    public void Series_too_large_for_a_database_are_refused_before_memory_is_taken()
    {
        var series = RrdMapping.ToSeries(Small(), "x").Series[0];
        var definition = new ArchiveDefinition(ConsolidationFunction.Average, 1, 200_000_000);
        var large = series with
        {
            Definition = series.Definition with { Schema = new(60, 120, definition) },
            Archives = [series.Archives[0] with { Definition = definition }],
        };

        Assert.Contains("take 1600000000 bytes", Assert.Throws<ArgumentException>(() => RrdExporter.ToFile([large])).Message);
    }

    [Theory]
    [InlineData("eth0.rrd", "eth0"), InlineData("router1/eth0.100.XML", "router1.eth0.100"), InlineData("a/eth0.100", "a.eth0.100")]
    public void The_path_below_the_imported_directory_begins_the_name(string path, string prefix) =>
        Assert.Equal(prefix, RrdMapping.PrefixOf(path));

    [Theory]
    [InlineData(DataSourceType.Counter, "18446744073709551615", ReadingKind.Count, "18446744073709551615")]
    [InlineData(DataSourceType.Counter, "-5", ReadingKind.Unknown, "U")]
    [InlineData(DataSourceType.Counter, "1.5", ReadingKind.Unknown, "U")]
    [InlineData(DataSourceType.Derive, "-9223372036854775808", ReadingKind.Count, "-9223372036854775808")]
    [InlineData(DataSourceType.Gauge, "-1.5e-7", ReadingKind.Number, "-1.5e-07")]
    [InlineData(DataSourceType.Gauge, "UNKN", ReadingKind.Unknown, "U")]
    [InlineData(DataSourceType.DDerive, "0.1", ReadingKind.Number, "0.1")]
    public void The_last_reading_keeps_its_value(DataSourceType type, string text, ReadingKind kind, string expected)
    {
        var file = Small(source => source with { Type = type.ToString().ToUpperInvariant(), LastReading = text });

        var export = RrdExporter.ToFile(RrdMapping.ToSeries(file, "x").Series);

        Assert.Equal(kind, RrdMapping.ToSeries(file, "x").Series[0].Last.Kind);
        Assert.Equal(expected, export.File.DataSources[0].LastReading);
    }

    [Fact]
    public void Cells_are_equal_by_their_bits()
    {
        Assert.Equal(Cells(1), Cells(1));
        Assert.Equal(Cells(1).GetHashCode(), Cells(1).GetHashCode());
        Assert.NotEqual(Cells(0.0), Cells(-0.0));
    }

    [Fact]
    public void A_database_that_contradicts_itself_is_not_written()
    {
        foreach (var file in (RrdFile[])[Small() with { StepSeconds = 0 }, Small(source => source with { Name = "a b" }),
            Small(archive: archive => archive with { Rows = 3 }), Small() with { Archives = [] }])
        {
            var target = new MemoryStream();
            Assert.Throws<ArgumentException>(() => RrdWriter.Write(file, target));
            Assert.Throws<ArgumentException>(() => RrdXmlWriter.Write(file, target));
            Assert.Equal(0, target.Length);
        }
    }

    private static RrdFile Small(Func<RrdDataSource, RrdDataSource>? source = null, Func<RrdArchive, RrdArchive>? archive = null) =>
        new(3, 60, 1_700_000_077, 0,
            [(source ?? (one => one))(new("t", "GAUGE", 120, double.NaN, double.NaN, [], "1", 2, 3))],
            [(archive ?? (one => one))(new("AVERAGE", 1, Cells(0.5), [Cells(1)], 2, [double.NaN, 7]))]);

    private static RrdCells Cells(double first)
    {
        var cells = new RrdCells();
        cells.Set(0, first);
        return cells;
    }

    private static string Text(double value) => double.IsNaN(value) ? "NaN" : value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
