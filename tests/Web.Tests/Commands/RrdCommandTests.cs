using System.Globalization;
using System.Text.RegularExpressions;

namespace Metrics.Web.Tests.Commands;

/// <summary>Databases of Debian's rrdtool go in and come out, and rrdtool is asked whether they are the same.</summary>
public sealed partial class RrdCommandTests
{
    private const long Start = 1_700_000_100;

    [Theory, InlineData(false), InlineData(true)]
    public async Task What_rrdtool_kept_comes_out_as_rrdtool_had_it(bool isServed)
    {
        await using var store = await StoreFixture.CreateAsync(isServed);
        var original = await CreateAsync(store["rrd/router1/eth0.rrd"]);

        var import = await store.SucceedAsync("import", "rrd", store["rrd"]);
        var export = await store.SucceedAsync("export", "rrd", "router1.eth0.in", "router1.eth0.out", "--to", store["out"]);
        await store.SucceedAsync("export", "rrd", "router1.eth0.in", "router1.eth0.out", "--to", store["out"], "--xml");
        await CommandRun.RrdtoolAsync("restore", store["out/router1.eth0.xml"], store["restored.rrd"]);

        Assert.Equal("2 series imported from 1 file; 0 series were there already; 0 files skipped.", import.Lines[^1]);
        Assert.Contains(import.Lines, line => line.EndsWith("archive 1 (MAX, 100 rows of 300 s): kept with xff 0.25", StringComparison.Ordinal));
        Assert.StartsWith(store["out/router1.eth0.rrd"], export.Output);
        foreach (var copy in (string[])[store["out/router1.eth0.rrd"], store["restored.rrd"]])
        {
            Assert.Equal(RowsOf(await CommandRun.RrdtoolAsync("dump", original)), RowsOf(await CommandRun.RrdtoolAsync("dump", copy)));
            foreach (var (function, step) in ((string, int)[])[("AVERAGE", 60), ("MAX", 300)])
                Assert.Equal(await Fetch(original, function, step), await Fetch(copy, function, step));
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Query_prints_what_rrdtool_fetches(bool isServed)
    {
        await using var store = await StoreFixture.CreateAsync(isServed);
        var original = await CreateAsync(store["eth0.rrd"]);
        await store.SucceedAsync("import", "rrd", original, "--prefix", "router1");

        var query = await store.SucceedAsync("query", "router1.eth0.in", "--from", $"{Start}", "--to", $"{Start + 6_000}", "--step", "60", "--csv");

        var fetched = (await Fetch(original, "AVERAGE", 60)).Split('\n')[2..]
            .Select(line => line.Split(": ")).ToDictionary(parts => long.Parse(parts[0], CultureInfo.InvariantCulture), parts => parts[1].Split(' ')[0]);
        var rows = query.Lines[1..].Select(line => line.Split(',')).ToList();
        Assert.Equal(100, rows.Count);
        foreach (var row in rows)
        {
            var expected = fetched[DateTimeOffset.Parse(row[0], CultureInfo.InvariantCulture).ToUnixTimeSeconds()];
            // rrdtool prints eleven digits.
            var printed = row[1].Length == 0
                ? "-nan"
                : double.Parse(row[1], CultureInfo.InvariantCulture).ToString("0.0000000000e+00", CultureInfo.InvariantCulture);
            Assert.Equal(expected, printed);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_second_run_skips_what_is_in_and_a_bad_file_does_not_stop_the_others(bool isServed)
    {
        await using var store = await StoreFixture.CreateAsync(isServed);
        await CreateAsync(store["rrd/a.rrd"]);
        await CreateAsync(store["rrd/c/d.rrd"]);
        await File.WriteAllTextAsync(store["rrd/b.rrd"], "no database", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(store["rrd/readme.txt"], "not looked at", TestContext.Current.CancellationToken);

        var first = await store.RunAsync("import", "rrd", store["rrd"]);
        var second = await store.RunAsync("import", "rrd", store["rrd"]);
        File.Delete(store["rrd/b.rrd"]);
        var third = await store.RunAsync("import", "rrd", store["rrd"]);

        Assert.Equal((1, 1, 0), (first.ExitCode, second.ExitCode, third.ExitCode));
        Assert.Equal("4 series imported from 2 files; 0 series were there already; 1 file skipped.", first.Lines[^1]);
        Assert.Equal("0 series imported from 2 files; 4 series were there already; 1 file skipped.", second.Lines[^1]);
        Assert.StartsWith($"{store["rrd/b.rrd"]} is skipped: ", first.Errors);
        Assert.DoesNotContain('\n', first.Errors); // No bar where there is no terminal.
    }

    [Fact]
    public async Task What_is_no_regular_file_is_named_and_not_waited_for()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);
        var file = await CreateAsync(store["rrd/a.rrd"]);
        await CommandRun.ToolAsync("mkfifo", store["rrd/fifo.rrd"]);
        Directory.CreateSymbolicLink(store["rrd/round.rrd"], store["rrd"]);
        File.CreateSymbolicLink(store["rrd/link.rrd"], file);
        File.CreateSymbolicLink(store["device.rrd"], "/dev/zero");

        var run = await store.RunAsync("import", "rrd", store["rrd"]);
        var fifo = await store.RunAsync("import", "rrd", store["rrd/fifo.rrd"]);
        var device = await store.RunAsync("import", "rrd", store["device.rrd"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("2 series imported from 1 file; 0 series were there already; 3 files skipped.", run.Lines[^1]);
        Assert.Contains($"{store["rrd/fifo.rrd"]} is skipped: {store["rrd/fifo.rrd"]} is no regular file.", run.Errors);
        Assert.Contains($"{store["rrd/link.rrd"]} is skipped: It is a link", run.Errors);
        Assert.Contains($"{store["rrd/round.rrd"]} is skipped: It is a link", run.Errors);
        Assert.Equal((1, 1), (fifo.ExitCode, device.ExitCode));
        Assert.EndsWith("is no regular file.", fifo.Errors);
        Assert.EndsWith("is no regular file.", device.Errors);
    }

    [Theory, InlineData(""), InlineData("\u0001\u0002 no database"), InlineData("<?xml version=\"1.0\"?>")]
    public async Task What_is_nothing_of_RRDtool_is_said_to_be_nothing_of_it(string content)
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);
        await File.WriteAllTextAsync(store["x.rrd"], content, TestContext.Current.CancellationToken);

        var run = await store.RunAsync("import", "rrd", store["x.rrd"]);

        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith("The file is no database of RRDtool and no dump of one.", run.Errors);
    }

    [Fact]
    public async Task A_file_of_which_nothing_can_be_taken_is_skipped()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);
        // The name of the series would be longer than a store takes.
        var path = store[$"rrd/{string.Join('/', Enumerable.Repeat(new string('x', 60), 5))}/a.rrd"];
        await CreateAsync(path);

        var run = await store.RunAsync("import", "rrd", store["rrd"]);

        Assert.Equal((1, $"{path} is skipped: Nothing in it can be taken; the summary says why."), (run.ExitCode, run.Errors));
        Assert.Equal("0 series imported from 0 files; 0 series were there already; 1 file skipped.", run.Lines[^1]);
        Assert.All(run.Lines[..^1], line => Assert.StartsWith("left out", line));
    }

    [Fact]
    public async Task What_went_in_before_a_failure_is_counted()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);
        var file = await CreateAsync(store["a.rrd"]);
        await store.SucceedAsync("import", "rrd", file);
        await store.SucceedAsync("store", "delete", "a.in");
        await CommandRun.RrdtoolAsync("update", file, $"{Start + 60_000}:1:1");

        var run = await store.RunAsync("import", "rrd", file);

        Assert.Equal((1, $"{file} is taken in part only: The series a.out has readings already."), (run.ExitCode, run.Errors));
        Assert.Equal("1 series imported from 1 file; 0 series were there already; 0 files skipped.", run.Lines[^1]);
    }

    [Fact]
    public async Task Another_past_under_a_name_that_is_taken_is_refused()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);
        var file = await CreateAsync(store["a.rrd"]);
        await store.SucceedAsync("import", "rrd", file);
        await CommandRun.RrdtoolAsync("update", file, $"{Start + 60_000}:1:1");

        var run = await store.RunAsync("import", "rrd", file);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("The series a.in has readings already.", run.Errors);
    }

    [Fact]
    public async Task The_past_of_a_source_that_cannot_be_computed_is_kept_and_the_summary_says_how()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);
        await CommandRun.RrdtoolAsync("create", store["m.rrd"], "--start", $"{Start}", "--step", "30",
            "DS:in:GAUGE:120:U:U", "DS:twice:COMPUTE:in,2,*", "RRA:AVERAGE:0.5:2:10");
        await CommandRun.RrdtoolAsync("update", store["m.rrd"], $"{Start + 60}:21");

        var import = await store.SucceedAsync("import", "rrd", store["m.rrd"]);
        var query = await store.SucceedAsync("query", "m.twice", "--from", $"{Start}", "--to", $"{Start + 60}", "--csv");

        Assert.Contains("series m.twice: kept as a gauge with the attribute \"expression\"; its rows end with the file.", import.Output);
        Assert.Contains("m.in, which keeps no archive with one step per row", import.Output);
        Assert.EndsWith(",42", query.Output);
    }

    [Fact]
    public async Task What_is_too_old_beside_others_or_of_the_future_is_left_out_and_the_summary_says_so()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);
        foreach (var (name, start) in new (string, long)[] { ("now", Start), ("old", Start - 600_000), ("later", 4_000_000_000) })
        {
            await CommandRun.RrdtoolAsync("create", store[$"{name}.rrd"], "--start", $"{start}", "--step", "60", "DS:x:GAUGE:120:U:U", "RRA:AVERAGE:0.5:1:20");
            await CommandRun.RrdtoolAsync(["update", store[$"{name}.rrd"], .. Enumerable.Range(1, 20).Select(i => $"{start + i * 60}:{i}")]);
            var import = await store.RunAsync("import", "rrd", store[$"{name}.rrd"]);
            Assert.Equal(name == "later" ? 1 : 0, import.ExitCode); // Nothing of it is taken.
            if (name == "now")
                Assert.Contains("archive 0 (AVERAGE, 20 rows of 60 s): kept", import.Output);
            else
                Assert.DoesNotContain("kept with", name == "old" ? import.Output : "");
            if (name == "old")
                Assert.Contains("archive 0 (AVERAGE, 20 rows of 60 s): 20 known rows are older", import.Output);
            if (name == "later")
                Assert.Contains("series later.x: its last update is more than a day in the future", import.Output);
        }
    }

    [Theory]
    [InlineData("net.eth0.in", "net.eth0"), InlineData("load", "load"), InlineData("router1/net.eth0.in", "router1_net.eth0")]
    [InlineData("../../etc/passwd.x", "_._.._etc_passwd"), InlineData(".hidden.x", "_hidden"), InlineData("Straße.x", "Stra_e")]
    public void A_series_cannot_name_a_file_elsewhere(string series, string expected) =>
        Assert.Equal(expected, Metrics.Web.Commands.ExportRrdCommand.FileNameOf(series));

    private static async Task<string> CreateAsync(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await CommandRun.RrdtoolAsync("create", path, "--start", $"{Start}", "--step", "60", "DS:in:COUNTER:120:0:U", "DS:out:GAUGE:120:U:U",
            "RRA:AVERAGE:0.5:1:500", "RRA:MAX:0.25:5:100");
        // A gap of unknown rows in the middle, values with many digits around it.
        var updates = Enumerable.Range(1, 100).Where(i => i is < 40 or > 50)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"{Start + i * 60}:{i * i * 1_000_003L}:{Math.Sqrt(i):R}"));
        await CommandRun.RrdtoolAsync(["update", path, .. updates]);
        return path;
    }

    private static Task<string> Fetch(string file, string function, int step) =>
        CommandRun.RrdtoolAsync("fetch", file, function, "-r", $"{step}", "-s", $"{Start}", "-e", $"{Start + 6_000}");

    private static string[] RowsOf(string dump) => [.. RowPattern().Matches(dump).Select(match => match.Value)];

    [GeneratedRegex("<!-- .* --> <row>.*</row>")]
    private static partial Regex RowPattern();
}
