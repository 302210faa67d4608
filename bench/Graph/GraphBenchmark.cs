using System.Diagnostics;
using Metrics.Bench.Peers;
using Metrics.Grapher;
using Metrics.Grapher.Axes;
using Metrics.Grapher.Data;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Pens;

namespace Metrics.Bench.Graph;

/// <summary>Pictures of the same data and size, ours and those of "rrdtool -", warm, in turns, in one run.</summary>
internal static class GraphBenchmark
{
    /// <summary>Pictures are drawn for this long before and while they are measured: code of the first tier is several times
    /// slower.</summary>
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(1), Measured = TimeSpan.FromSeconds(1);

    /// <summary>Calls of one in a row before the other has its turn: each is measured with its own data in the caches.</summary>
    private const int CallsInTurn = 10;

    public static void Run(string[] arguments)
    {
        _ = arguments;
        using var rrdtool = new RrdToolPipe();
        using var day = new GraphCase("day, 2 series, 597x217", 2, 600, 300, 500, 135, rrdtool);
        using var large = new GraphCase("10 series, 1697x682", 10, 1_600, 300, 1_600, 600, rrdtool);
        using var year = new GraphCase("year of 5 minutes, 2 series", 2, 105_120, 300, 500, 135, rrdtool);
        Console.WriteLine("| picture | rrdtool - ms | librrd ms | ours ms | times rrdtool - | times librrd | rrdtool bytes | our bytes | allocated bytes |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var one in (GraphCase[])[day, large, year])
        {
            Compare(one, "PNG", () => one.Renderer.Png(one.Definition, one.Range, one.Options));
            Compare(one, "SVG", () => one.Renderer.Svg(one.Definition, one.Range, one.Options));
        }
        Console.WriteLine();
        Console.WriteLine("| picture | fetch ms | layout ms | PNG draw ms | PNG encode ms | SVG write ms |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var one in (GraphCase[])[day, large, year])
            Split(one);
        Console.WriteLine();
        Panels(day);
    }

    private static void Compare(GraphCase one, string format, Func<byte[]> ours)
    {
        var (theirSize, ourSize) = (one.RrdTool(format), ours().Length);
        Time(() => ours());
        var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        ours();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        var times = Times(() => ours(), () => one.RrdTool(format), () => one.Librrd(format));
        var (our, tool, library) = (times[0], times[1], times[2]);
        Console.WriteLine($"| {one.Name}, {format} | {tool:F2} | {library:F2} | {our:F3} | {tool / our:F1} | {library / our:F1} | {theirSize} | {ourSize} | {allocated} |");
    }

    private static void Split(GraphCase one)
    {
        var clock = new LocalClock(TimeZoneInfo.Utc);
        using var memory = Workspace.Rent();
        var (layout, data, _) = one.Renderer.Lay(one.Definition, one.Range, one.Options, memory);
        var fetchAndLayout = Time(() =>
        {
            using var own = Workspace.Rent();
            one.Renderer.Lay(one.Definition, one.Range, one.Options, own);
        });
        var lay = Time(() =>
        {
            using var own = Workspace.Rent();
            GraphLayouter.Lay(one.Definition, data, one.Options, clock, [], own);
        });
        var pen = new PngPen();
        var draw = Time(() => pen.Paint(layout, GraphTheme.Light, 1));
        var plane = pen.Paint(layout, GraphTheme.Light, 1);
        var encode = Time(() => IndexedPng.Write(plane, 1));
        var svg = Time(() => SvgPen.Draw(layout, GraphTheme.Auto, true, false, "x", "x", "x"));
        Console.WriteLine($"| {one.Name} | {fetchAndLayout - lay:F3} | {lay:F3} | {draw:F3} | {encode:F3} | {svg:F3} |");
    }

    private static void Panels(GraphCase one)
    {
        const int panels = 12;
        var options = new PictureOptions(620, 200, GraphTheme.Auto, Legend: false) { Inline = true };
        var ms = Time(() =>
        {
            for (var i = 0; i < panels; i++)
                one.Renderer.Svg(one.Definition, one.Range, options);
        });
        Console.WriteLine($"{panels} panels of two series as SVG, fetch included: {ms:F2} ms.");
    }

    private static double Time(Action action) => Times(action)[0];

    /// <summary>Milliseconds of one call of each: the fastest of many, taken in turns, since other work on the machine only adds to
    /// it.</summary>
    private static double[] Times(params Action[] actions)
    {
        var watch = Stopwatch.StartNew();
        for (var calls = 0; watch.Elapsed < Warm || calls < 20; calls++)
            foreach (var action in actions)
                action();
        var fastest = new double[actions.Length];
        Array.Fill(fastest, double.PositiveInfinity);
        watch.Restart();
        for (var turns = 0; watch.Elapsed < Measured || turns < 3; turns++)
        {
            for (var i = 0; i < actions.Length; i++)
            {
                for (var call = 0; call < CallsInTurn; call++)
                {
                    var start = Stopwatch.GetTimestamp();
                    actions[i]();
                    fastest[i] = Math.Min(fastest[i], Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }
        return fastest;
    }
}
