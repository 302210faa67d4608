using System.Buffers.Binary;
using System.Text;
using Metrics.Web.Commands;
using Metrics.Web.Endpoints;

namespace Metrics.Web.Tests.Commands;

/// <summary>Graphs drawn to files, beside a running server and without one, and scripts of RRDtool.</summary>
public sealed class GraphCommandTests
{
    private const string Series = StoreFixture.Series;
    private static readonly string From = $"{StoreFixture.Start}", To = $"{StoreFixture.Start + 10 * StoreFixture.Rows}";

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_graph_of_the_pages_is_drawn_in_every_form(bool isServed)
    {
        await using var store = await StoreFixture.CreateAsync(isServed);
        foreach (var format in GraphFormat.All)
        {
            var file = store[$"graph.{format.Extension}"];

            await store.SucceedAsync("graph", Series, "-o", file, "--from", From, "--to", To, "--size", "400x150");

            Assert.NotEmpty(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        }
        Assert.Equal((400, 150), SizeOf(await File.ReadAllBytesAsync(store["graph.png"], TestContext.Current.CancellationToken)));
        Assert.StartsWith("time,", await File.ReadAllTextAsync(store["graph.csv"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Arguments_of_rrdgraph_draw_a_series_and_print_what_rrdtool_prints(bool isServed)
    {
        await using var store = await StoreFixture.CreateAsync(isServed);

        var run = await store.SucceedAsync("graph", "-o", store["a.png"], "--start", From, "--end", To, "-w", "600", "-h", "100", "-t", "Rack", "--step", "10",
            $"DEF:v={Series}:AVERAGE", "VDEF:max=v,MAXIMUM", "LINE1:v#00ff00:Temperature", "PRINT:max:highest %.0lf", "PRINT:v:MIN:lowest %.0lf");

        Assert.Equal(["highest 1000000", "lowest 1"], run.Lines[1..]);
        var size = SizeOf(await File.ReadAllBytesAsync(store["a.png"], TestContext.Current.CancellationToken));
        Assert.Equal($"{size.Width}x{size.Height}", run.Lines[0]);
        Assert.Equal(660, size.Width);
    }

    [Fact]
    public async Task A_script_on_files_of_RRDtool_needs_no_store_and_says_what_rrdtool_says()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);
        const int start = 1_700_000_100;
        var file = store["eth0.rrd"];
        await CommandRun.RrdtoolAsync("create", file, "--start", $"{start}", "--step", "60", "DS:in:GAUGE:120:U:U", "RRA:AVERAGE:0.5:1:200", "RRA:MAX:0.5:5:100");
        await CommandRun.RrdtoolAsync(["update", file, .. Enumerable.Range(1, 150).Select(i => $"{start + 60 * i}:{i * i % 97}.5")]);
        string[] script = ["--start", $"{start + 600}", "--end", $"{start + 8_400}", "-w", "130", "-h", "80",
            $"DEF:v={file}:in:AVERAGE", $"DEF:m={file}:in:MAX:step=300", "CDEF:d=v,2,*", "LINE1:d#0000ff:Twice", "VDEF:p=d,95,PERCENT",
            "PRINT:d:AVERAGE:%.6lf", "PRINT:p:%.6lf", "PRINT:m:MAX:%.3lf", "PRINT:m:AVERAGE:%.3lf"];

        var theirs = await CommandRun.RrdtoolAsync(["graph", store["theirs.png"], .. script]);
        var ours = await store.RunOnAsync(store["nowhere"], ["graph", store["ours.svg"], .. script]);

        Assert.True(ours.ExitCode == 0, ours.Errors);
        Assert.Equal(theirs.Split('\n')[1..], ours.Lines[1..]);
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(store["ours.svg"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_is_written_as_a_table()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);

        await store.SucceedAsync("graph", "-o", store["t.csv"], "-s", From, "-e", To, "--step", "10", "-w", "4000", $"DEF:v={Series}:AVERAGE", "XPORT:v:Rack");

        var lines = await File.ReadAllLinesAsync(store["t.csv"], TestContext.Current.CancellationToken);
        Assert.Equal("time,\"Rack\"", lines[0]);
        Assert.EndsWith("Z,1", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "LINE1:x#ff0000:X, column 7: Found \"x\"", "-o", "/tmp/never.png", $"DEF:v={Series}:AVERAGE", "LINE1:x#ff0000:X")]
    [InlineData(2, "did you mean \"AVERAGE\"?", "-o", "/tmp/never.png", $"DEF:v={Series}:AVRAGE", "LINE1:v#ff0000:X")]
    [InlineData(2, "is not after the start", "-o", "/tmp/never.png", "-s", "now", "-e", "now-1d", $"DEF:v={Series}:AVERAGE", "LINE1:v#ff0000:X")]
    [InlineData(1, $"There is no series room.rack.tmp; did you mean {Series}?", "-o", "/tmp/never.png", "DEF:v=room.rack.tmp:AVERAGE", "LINE1:v#ff0000:X")]
    [InlineData(1, "There is no graph room.rack.tmp; did you mean room.rack.temp?", "room.rack.tmp", "-o", "/tmp/never.png")]
    [InlineData(1, "/nowhere/a.png", Series, "-o", "/nowhere/a.png")]
    [InlineData(2, ".gif is no format; there are svg, png,", Series, "-o", "/tmp/never.gif")]
    [InlineData(2, "--size takes width and height such as 900x250, 120x24 to 4000x2000; found \"9000x1\".", Series, "-o", "/tmp/never.png", "--size", "9000x1")]
    [InlineData(2, "--theme takes light, dark or auto; found \"pink\".", Series, "-o", "/tmp/never.png", "--theme", "pink")]
    [InlineData(2, "--range takes 6h, day, week, month, year; found \"decade\".", Series, "-o", "/tmp/never.png", "--range", "decade")]
    [InlineData(2, "--range stands instead of --from and --to", Series, "-o", "/tmp/never.png", "--range", "day", "--from", "now-1h")]
    [InlineData(2, "is not after the start", Series, "-o", "/tmp/never.png", "--from", "now", "--to", "now-1h")]
    [InlineData(2, "takes one name of a graph", Series, "another", "-o", "/tmp/never.png")]
    [InlineData(2, "--output", Series)]
    public async Task What_is_wrong_is_one_clear_sentence(int exitCode, string sentence, params string[] arguments)
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);

        var run = await store.RunAsync(["graph", .. arguments]);

        Assert.True(run.ExitCode == exitCode, $"{run.ExitCode}: {run.Errors}");
        Assert.Contains(sentence, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists("/tmp/never.png"));
    }

    [Theory]
    [InlineData("graph -o a.png DEF:a=b:AVERAGE -o", "graph -o a.png -- DEF:a=b:AVERAGE -o")]
    [InlineData("graph a.png -h 100 LINE:1", "graph --output a.png -- -h 100 LINE:1")]
    [InlineData("graph --start -1d DEF:a=b:AVERAGE --output=a.png --data x --theme dark", "graph --output=a.png --data x --theme dark -- --start -1d DEF:a=b:AVERAGE")]
    [InlineData("--config c graph a.png COMMENT:graph", "--config c graph --output a.png -- COMMENT:graph")]
    [InlineData("graph net.eth0 -o a.png", "graph net.eth0 -o a.png")]
    [InlineData("query graph DEF:", "query graph DEF:")]
    [InlineData("graph -o a.png -- DEF:a=b:AVERAGE", "graph -o a.png -- DEF:a=b:AVERAGE")]
    public void Options_of_ours_are_told_from_those_of_rrdgraph(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', GraphArguments.Separate(line.Split(' '))));

    private static (int Width, int Height) SizeOf(byte[] png)
    {
        Assert.Equal("PNG", Encoding.ASCII.GetString(png, 1, 3));
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }
}
