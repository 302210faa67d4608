using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Metrics.Actions.Rules;
using Metrics.Collector;
using Metrics.RrdStore;
using Metrics.RrdStore.Tests.Faults;

namespace Metrics.Web.Tests.Commands;

/// <summary>Every command on a store of its own and on that of a running server; both must say and do the same.</summary>
public sealed class StoreCommandTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Stat_check_repair_and_plan_tell_what_there_is(bool isServed)
    {
        await using var store = await StoreFixture.CreateAsync(isServed);

        using var stat = JsonDocument.Parse((await store.SucceedAsync("store", "stat", "--json")).Output);
        var check = await store.SucceedAsync("store", "check");
        var repair = await store.SucceedAsync("store", "repair");
        using var plan = JsonDocument.Parse((await store.SucceedAsync("store", "plan", "--json")).Output);

        Assert.Equal(1, stat.RootElement.GetProperty("series").GetInt32());
        Assert.Equal(store.Data, stat.RootElement.GetProperty("directory").GetString());
        Assert.InRange(stat.RootElement.GetProperty("values").GetInt64(), 100, StoreFixture.Rows * 2);
        Assert.Matches(@"^All \d+ blocks of \d+ chunks are whole\.$", check.Output);
        Assert.Equal("Nothing is damaged.", repair.Output);
        var schema = plan.RootElement.GetProperty("schemas").EnumerateArray().Single();
        Assert.Equal([(10, 1_000), (300, 100)], schema.GetProperty("archives").EnumerateArray()
            .Select(archive => (archive.GetProperty("rowSeconds").GetInt32(), archive.GetProperty("rows").GetInt32())));
        // Eight bytes a row that does not compress is the least that a bound can be.
        var most = schema.GetProperty("mostBytesPerSeries").GetInt64();
        Assert.InRange(most, 1_100 * 8, 1 << 20);
        var catalog = plan.RootElement.GetProperty("catalogBytes").GetInt64();
        Assert.InRange(catalog, 1, 1 << 17);
        Assert.Equal(most + SpacePlan.LogBytesOf(1) + SpacePlan.Of(StoreFixture.Schema).FixedBytes + catalog, plan.RootElement.GetProperty("mostBytes").GetInt64());
        Assert.Contains("Bytes per value", (await store.SucceedAsync("store", "stat")).Output);
        Assert.Contains("The store takes at most", (await store.SucceedAsync("store", "plan")).Output);
    }

    [Theory, InlineData("step", 15), InlineData("network_step", 2)]
    public async Task A_store_is_planned_before_there_is_one(string schema, int step)
    {
        using var directory = new TemporaryDirectory();
        var config = directory.Write("metrics.toml", "collector.step = \"15s\"");
        string[] plan = ["store", "plan", "--config", config, "--data", directory["data"], "--schema", schema, "--series"];

        using var one = JsonDocument.Parse((await CommandRun.MetricsAsync([.. plan, "1", "--json"])).Output);
        using var many = JsonDocument.Parse((await CommandRun.MetricsAsync([.. plan, "20000", "--json"])).Output);
        var text = await CommandRun.MetricsAsync([.. plan, "20000"]);

        var planned = many.RootElement.GetProperty("schemas").EnumerateArray().Single();
        Assert.Equal(step, planned.GetProperty("stepSeconds").GetInt32());
        Assert.Equal(20_000, planned.GetProperty("series").GetInt32());
        var expected = DefaultSchemas.Of(TimeSpan.FromSeconds(step));
        Assert.Equal(expected.Archives.Length, planned.GetProperty("archives").GetArrayLength());
        var most = many.RootElement.GetProperty("mostBytes").GetInt64();
        Assert.Equal(20_000 * SpacePlan.Of(expected).MostBytes + SpacePlan.Of(expected).FixedBytes + SpacePlan.LogBytesOf(20_000)
            + SpacePlan.CatalogBytesOf(expected, 20_000), most);
        Assert.Equal(SpacePlan.CatalogBytesOf(expected, 20_000), many.RootElement.GetProperty("catalogBytes").GetInt64());
        Assert.InRange(one.RootElement.GetProperty("mostBytes").GetInt64(), SpacePlan.LogBytesOf(1), most);
        Assert.Contains($"Step {step} s, heartbeat {expected.HeartbeatSeconds} s: 20000 series", text.Output);
        Assert.Equal("", text.Errors);
        Assert.False(Directory.Exists(directory["data"]));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Query_prints_unknown_rows_as_unknown_and_never_as_zero(bool isServed)
    {
        await using var store = await StoreFixture.CreateAsync(isServed);
        string[] query = ["query", StoreFixture.Series, "--from", StoreFixture.End(StoreFixture.Rows - 2), "--to", StoreFixture.End(StoreFixture.Rows + 2)];

        var text = await store.SucceedAsync(query);
        var csv = await store.SucceedAsync([.. query, "--csv"]);
        using var json = JsonDocument.Parse((await store.SucceedAsync([.. query, "--json"])).Output);
        var maximum = await store.SucceedAsync([.. query[..^3], StoreFixture.End(270), "--to", StoreFixture.End(300), "--cf", "max", "--csv", "--step", "300"]);

        Assert.Equal(["599", "600", "unknown", "unknown"], text.Lines[1..].Select(line => line.Split("  ")[1]));
        Assert.Equal(["time,value", "2023-11-14T23:49:50Z,599", "2023-11-14T23:50:00Z,600", "2023-11-14T23:50:10Z,", "2023-11-14T23:50:20Z,"], csv.Lines);
        Assert.Equal([599, 600, null, null], json.RootElement.GetProperty("values").EnumerateArray()
            .Select(value => value.ValueKind == JsonValueKind.Null ? (double?)null : value.GetDouble()));
        Assert.Equal(StoreFixture.Start + 5_990, json.RootElement.GetProperty("start").GetInt64());
        Assert.Equal(["time,value", "2023-11-14T23:00:00Z,1000000"], maximum.Lines);
    }

    [Theory]
    [InlineData("2023-11-14T23:49:40Z", "2023-11-14T23:50:00Z"), InlineData("23:49 11/14/2023", "23:50 11/14/2023"), InlineData("end-20s", "1700005800"), InlineData("2023-11-14", "2023-11-14 23:50")]
    public async Task Times_are_dates_rfc_3339_at_style_or_seconds(string from, string to)
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);

        var run = await store.SucceedAsync("query", StoreFixture.Series, "--from", from, "--to", to, "--csv");

        Assert.Equal("2023-11-14T23:50:00Z,600", run.Lines[^1]);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Clip_makes_the_spike_unknown_in_every_archive_and_nothing_else(bool isServed)
    {
        await using var store = await StoreFixture.CreateAsync(isServed);
        string[] clip = ["store", "clip", StoreFixture.Series, "--above", "1000", "--from", StoreFixture.End(0), "--to", StoreFixture.End(StoreFixture.Rows)];

        var dry = await store.SucceedAsync([.. clip, "--dry-run"]);
        var untouched = await RowsAsync(store);
        var real = await store.SucceedAsync(clip);
        var clipped = await RowsAsync(store);
        var again = await store.SucceedAsync(clip);

        Assert.Equal(["Average  of 10 s: 1 of 600 rows would become unknown", "Maximum  of 300 s: 1 of 20 rows would become unknown"], dry.Lines);
        Assert.Equal(["Average  of 10 s: 1 of 600 rows became unknown", "Maximum  of 300 s: 1 of 20 rows became unknown"], real.Lines);
        Assert.Equal(["Average  of 10 s: 0 of 599 rows became unknown", "Maximum  of 300 s: 0 of 19 rows became unknown"], again.Lines);
        Assert.Equal("1000000", untouched[StoreFixture.Spike - 1]);
        Assert.Equal("", clipped[StoreFixture.Spike - 1]);
        untouched[StoreFixture.Spike - 1] = "";
        Assert.Equal(untouched, clipped);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Change_says_what_is_kept_filled_and_lost_and_does_it_with_yes_only(bool isServed)
    {
        await using var store = await StoreFixture.CreateAsync(isServed);
        string[] change = ["store", "change", "room.*", "--archive", "AVERAGE:0.5:1:400", "--archive", "max:0.5:30:200", "--archive", "MIN:0.25:6:50",
            "--heartbeat", "60", "--max", "5000", "--json"];

        using var plan = JsonDocument.Parse((await store.SucceedAsync(change)).Output);
        var untouched = await RowsAsync(store);
        var text = await store.SucceedAsync([.. change[..^1], "--yes"]);
        using var again = JsonDocument.Parse((await store.SucceedAsync(change)).Output);
        var least = await store.SucceedAsync("query", StoreFixture.Series, "--from", StoreFixture.End(540), "--to", StoreFixture.End(552), "--cf", "min", "--step", "60", "--csv");

        var group = plan.RootElement.GetProperty("changed").EnumerateArray().Single();
        Assert.Equal([("average", 10, 400, 0, 600), ("minimum", 60, 0, 50, 0), ("maximum", 300, 100, 100, 0)], group.GetProperty("archives").EnumerateArray()
            .Select(one => (one.GetProperty("function").GetString()!, one.GetProperty("rowSeconds").GetInt32(), one.GetProperty("kept").GetInt32(),
                one.GetProperty("filled").GetInt32(), one.GetProperty("lost").GetInt32())));
        Assert.Equal(StoreFixture.Series, group.GetProperty("series").EnumerateArray().Single().GetString());
        Assert.Equal("600", untouched[^1]);
        Assert.Contains("  heartbeat 25 s, then 60 s", text.Lines);
        Assert.Contains("  maximum none, then 5000, of readings to come", text.Lines);
        Assert.Equal("1 series are changed.", text.Lines[^1]);
        Assert.Equal((1, 0), (again.RootElement.GetProperty("unchanged").GetInt32(), again.RootElement.GetProperty("changed").GetArrayLength()));
        // The rows 541 to 546 and 547 to 552 of the finest archive.
        Assert.Equal(["time,value", $"{Iso(546)},541", $"{Iso(552)},547"], least.Lines);

        static string Iso(int row) => DateTimeOffset.FromUnixTimeSeconds(StoreFixture.Start + row * 10L).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("The heartbeat (25 s) is shorter than the step (30 s)", "room.rack.temp", "--step", "30")]
    [InlineData("An archive with rows of 10 s cannot be kept with a step of 20 s", "room.rack.temp", "--step", "20")]
    [InlineData("The minimum (7) must be finite and below the maximum (5).", "room.rack.temp", "--min", "7", "--max", "5")]
    [InlineData("There is no series cellar.*.", "cellar.*", "--xff", "0.1")]
    public async Task A_change_that_cannot_be_is_refused_and_changes_nothing(string reason, params string[] change)
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);

        var run = await store.RunAsync(["store", "change", .. change, "--yes"]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(reason, run.Errors);
        using var schemas = JsonDocument.Parse((await store.SucceedAsync("store", "plan", "--json")).Output);
        Assert.Equal(10, schemas.RootElement.GetProperty("schemas").EnumerateArray().Single().GetProperty("stepSeconds").GetInt32());
    }

    [Theory, InlineData("20"), InlineData("20s")]
    public async Task Seconds_are_said_alone_or_as_in_the_configuration(string step)
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);

        var text = await store.SucceedAsync("store", "change", "room.*", "--step", step, "--heartbeat", "2m", "--archive", "AVERAGE:0.5:1:400");

        Assert.Contains("  step 10 s, then 20 s: all rows are made anew from those there are", text.Lines);
        Assert.Contains("  heartbeat 25 s, then 120 s", text.Lines);
        Assert.Contains("--step takes a whole number of seconds, at least 1, as 10 or 10s; found \"5ms\".", (await store.RunAsync("store", "change", "room.*", "--step", "5ms")).Errors);
    }

    [Fact]
    public async Task A_change_whose_rows_have_no_room_on_the_disk_is_refused()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);
        using var disk = new SmallDisk(32 * 1024);
        var data = await FillAsync(store, disk, series: 1);

        var run = await store.RunOnAsync(data, "store", "change", "full.*", "--step", "20", "--heartbeat", "60", "--archive", "AVERAGE:0.5:1:400", "--yes");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Matches($@"^The rows that are made anew take about \d+ bytes, and {data} has room for 0 bytes\. Nothing was changed\.$", run.Errors);
    }

    [Fact]
    public async Task A_change_that_a_full_disk_stops_says_where_and_the_same_command_does_the_rest()
    {
        const int Series = 200;
        await using var store = await StoreFixture.CreateAsync(isServed: false);
        using var disk = new SmallDisk(32 * 1024);
        var data = await FillAsync(store, disk, Series);
        string[] change = ["store", "change", "full.*", "--heartbeat", "60", "--yes"];

        var stopped = await store.RunOnAsync(data, change);
        File.Delete(Path.Combine(disk.Path, "filler"));
        var rest = await store.RunOnAsync(data, change);

        var place = Regex.Match(
            stopped.Errors, @"^(\S+) is not changed, nor are those after it by name, (\d+) series in all; those before it, (\d+) series, are\. The same command does the rest\. \S");
        Assert.True(place.Success, stopped.Errors);
        var (left, changed) = (int.Parse(place.Groups[2].ValueSpan, CultureInfo.InvariantCulture), int.Parse(place.Groups[3].ValueSpan, CultureInfo.InvariantCulture));
        Assert.Equal(1, stopped.ExitCode);
        Assert.Equal(Series, left + changed);
        Assert.Equal($"full.{changed:D3}", place.Groups[1].Value);
        Assert.Contains($"{changed} series are changed.", stopped.Lines);
        Assert.Equal((0, ""), (rest.ExitCode, rest.Errors));
        Assert.Contains($"{left} series are changed.", rest.Lines);
    }

    // A store on a disk without room.
    private static async Task<string> FillAsync(StoreFixture fixture, SmallDisk disk, int series)
    {
        var data = Path.Combine(disk.Path, "data");
        using (var store = RoundRobinStore.Open(data))
            for (var i = 0; i < series; i++)
            {
                var id = store.Define(new SeriesDefinition(
                    SeriesName.Parse($"full.{i:D3}"), new DataSource(DataSourceType.Gauge), StoreFixture.Schema, new SeriesMetadata("1"))).Id;
                store.Append([.. Enumerable.Range(0, 100).Select(row => Reading.Of(id, (StoreFixture.Start + row * 10L) * 1_000_000, row))]);
            }
        // What the command opens is there once it was opened.
        Assert.Equal(0, (await fixture.RunOnAsync(data, "store", "stat")).ExitCode);
        using var filler = new FileStream(Path.Combine(disk.Path, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                filler.Write(new byte[4096]);
        }
        catch (IOException)
        {
            return data;
        }
    }

    [Theory, InlineData("query"), InlineData("rule test")]
    public async Task What_only_looks_changes_no_file_of_the_store(string command)
    {
        await using var store = await StoreFixture.CreateAsync(isServed: true);
        await store.KillAsync();
        var before = Files();

        var run = command == "query" ? await store.RunAsync("query", StoreFixture.Series) : await store.RunAsync("rule", "test", KnownRules.All[0].Name);

        Assert.InRange(run.ExitCode, 0, 1);
        Assert.Equal(before, Files());

        List<string> Files() => [.. Directory.EnumerateFiles(store.Data, "*", SearchOption.AllDirectories).Where(path => Path.GetExtension(path) != ".sock")
            .Select(path => $"{path} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))} {File.GetLastWriteTimeUtc(path):O}").Order(StringComparer.Ordinal)];
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Rename_keeps_the_rows_and_delete_ends_the_series(bool isServed)
    {
        await using var store = await StoreFixture.CreateAsync(isServed);

        Assert.Equal($"{StoreFixture.Series} is now cellar.rack.", (await store.SucceedAsync("store", "rename", StoreFixture.Series, "cellar.rack")).Output);
        var rows = await RowsAsync(store, "cellar.rack");
        Assert.Equal("cellar.rack is deleted.", (await store.SucceedAsync("store", "delete", "cellar.rack")).Output);

        Assert.Equal(StoreFixture.Rows, rows.Length);
        Assert.Equal("600", rows[^1]);
        Assert.Equal("There is no series cellar.rack.", (await store.RunAsync("query", "cellar.rack")).Errors);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_backup_is_a_store_with_the_same_rows(bool isServed)
    {
        await using var store = await StoreFixture.CreateAsync(isServed);

        await store.SucceedAsync("store", "backup", store["copy"]);
        var again = await store.RunAsync("store", "backup", store["copy"]);

        var copied = await store.RunOnAsync(store["copy"], Query(StoreFixture.Series));
        Assert.Equal(await RowsAsync(store), copied.Lines[1..].Select(line => line.Split(',')[1]));
        Assert.Equal((1, $"The backup directory {store["copy"]} is not empty."), (again.ExitCode, again.Errors));
    }

    [Fact]
    public async Task A_flipped_byte_is_found_by_check_and_set_aside_by_repair()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);
        var file = Directory.EnumerateFiles(Path.Combine(store.Data, "rows", "10x1000")).Order().First();
        var before = await RowsAsync(store);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        // The padding at the end of a chunk is zero: just before it is a block.
        bytes[Array.FindLastIndex(bytes, one => one != 0) - 2] ^= 0x10;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        await store.ServeAsync();

        var check = await store.RunAsync("store", "check");
        var rows = await RowsAsync(store);
        var repair = await store.SucceedAsync("store", "repair");
        var after = await store.SucceedAsync("store", "check");

        Assert.Equal(1, check.ExitCode);
        Assert.StartsWith($"{file}, byte ", check.Output);
        Assert.Contains($"series {StoreFixture.Series}: The block of Average rows of 10 s", check.Output);
        Assert.Contains("1 damaged places", check.Output);
        Assert.Contains("1 damaged places are set aside", repair.Output);
        var aside = Assert.Single(Directory.EnumerateFiles(Path.Combine(store.Data, "damaged")));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(aside, TestContext.Current.CancellationToken));
        Assert.StartsWith("All ", after.Output);
        // Unknown where it was damaged, right everywhere else, before the repair as after it.
        Assert.All(before.Zip(rows), pair => Assert.True(pair.Second == "" || pair.Second == pair.First));
        Assert.Equal(rows, await RowsAsync(store));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task What_is_no_chunk_any_more_is_set_aside_by_repair(bool isServed)
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);
        var file = Directory.EnumerateFiles(Path.Combine(store.Data, "rows", "10x1000")).Order().First();
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[0] ^= 0x10;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        var check = await store.RunAsync("store", "check");
        if (isServed)
            await store.ServeAsync();

        var repair = await store.SucceedAsync("store", "repair");

        Assert.Equal(1, check.ExitCode);
        Assert.Contains($"{file}, byte 0: ", check.Output);
        Assert.Contains("set aside", repair.Output);
        var aside = Assert.Single(Directory.EnumerateFiles(Path.Combine(store.Data, "damaged")));
        Assert.Equal(bytes, (await File.ReadAllBytesAsync(aside, TestContext.Current.CancellationToken))[..bytes.Length]);
        if (!isServed)
            Assert.StartsWith("All ", (await store.SucceedAsync("store", "check")).Output);
    }

    [Fact]
    public async Task A_damaged_log_is_only_looked_at_by_check_and_kept_as_a_copy_by_repair()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);
        var file = Directory.EnumerateFiles(Path.Combine(store.Data, "log")).Order().First();
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        // Within the first record behind the head of the segment.
        bytes[64] ^= 0x10;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        var before = Files(store.Data);

        var check = await store.RunAsync("store", "check");
        Assert.Equal(1, check.ExitCode);
        Assert.Contains($"{file}, byte ", check.Output);
        Assert.Equal(before, Files(store.Data));

        var repair = await store.SucceedAsync("store", "repair");
        Assert.Contains("set aside", repair.Output);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(store.Data, "damaged", Path.GetFileName(file)), TestContext.Current.CancellationToken));
    }

    private static string[] Files(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order().Select(path => $"{path} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}")];

    private static string[] Query(string series) =>
        ["query", series, "--from", StoreFixture.End(0), "--to", StoreFixture.End(StoreFixture.Rows), "--csv"];

    private static async Task<string[]> RowsAsync(StoreFixture store, string series = StoreFixture.Series) =>
        [.. (await store.SucceedAsync(Query(series))).Lines[1..].Select(line => line.Split(',')[1])];
}
