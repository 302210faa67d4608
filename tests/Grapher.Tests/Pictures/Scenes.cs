using System.Collections.Immutable;
using static Metrics.Grapher.Tests.SampleHost;

namespace Metrics.Grapher.Tests.Pictures;

/// <summary>The states of a graph that the design shows, each made from formulas.</summary>
internal static class Scenes
{
    private static readonly TimeSpan ThirtyOneHours = TimeSpan.FromHours(31);

    public static ImmutableArray<string> Names { get; } =
        ["traffic", "traffic-week", "traffic-month", "traffic-year", "temperatures", "load", "cpu", "memory", "fans",
         "first-minutes", "first-sample", "stale", "impossible", "outlier", "empty", "threshold", "happenings", "outage", "many-events", "busy-month"];

    public static (GraphDefinition Definition, GraphRange Range) Build(string name, SampleHost host) => name switch
    {
        "traffic" => (Traffic(host, ThirtyOneHours, 10), GraphRange.Day),
        "traffic-week" => (Traffic(host, TimeSpan.FromDays(9), 60), GraphRange.Week),
        "traffic-month" => (Traffic(host, TimeSpan.FromDays(36), 240), GraphRange.Month),
        "traffic-year" => (Traffic(host, TimeSpan.FromDays(410), 2_880), GraphRange.Year),
        "temperatures" => (Temperatures(host), GraphRange.Day),
        "load" => (Load(host), GraphRange.Day),
        "cpu" => (Cpu(host), GraphRange.Day),
        "memory" => (Memory(host), GraphRange.Day),
        "fans" => (Fans(host), GraphRange.Day),
        "first-minutes" => (One(host, "CPU temperature", GraphUnit.Celsius, SeriesShape.Area, SeriesColour.Orange, TimeSpan.FromMinutes(4),
            h => 54.5 + Math.Sin(h * 150)), GraphRange.Day),
        "first-sample" => (One(host, "CPU temperature", GraphUnit.Celsius, SeriesShape.Line, SeriesColour.Orange, TimeSpan.FromSeconds(10),
            _ => 54.5), GraphRange.Day),
        "stale" => (One(host, "Board", GraphUnit.Celsius, SeriesShape.Line, SeriesColour.Green, ThirtyOneHours,
            h => h is > -1.5 or > -12 and < -11 ? double.NaN : 36 + Wander(h, 3, 9) + 0.1 * Wander(h, 4, 0.2)), GraphRange.Day),
        "impossible" => (One(host, "eth0 in", GraphUnit.BitsPerSecond, SeriesShape.Area, SeriesColour.Green, ThirtyOneHours,
            h => Math.Abs(h + 14) < 0.001 ? 9.1e9 : 30e6 + 20e6 * Wander(h, 5, 5) + 5e6 * Wander(h, 6, 0.3)) with
        { Maximum = 1e9 }, GraphRange.Day),
        "outlier" => (One(host, "eth0 in", GraphUnit.BitsPerSecond, SeriesShape.Area, SeriesColour.Green, ThirtyOneHours,
            h => Math.Abs(h + 14) < 0.02 ? 800e6 : 3e6 + 2e6 * Wander(h, 5, 5) + 5e5 * Wander(h, 6, 0.3)), GraphRange.Day),
        "empty" => (new("other", "other", "Nothing", GraphUnit.Count,
            [new(RrdStore.SeriesName.Parse("nothing"), "Nothing", SeriesColour.Blue, SeriesShape.Line)]), GraphRange.Day),
        "threshold" => (Threshold(host), GraphRange.Day),
        "happenings" => (Threshold(host) with
        {
            Alerts = [new(At(-23.5), At(-20.8), ThresholdLevel.Warning, "eth0 sends more than 130 Mb/s")],
            Events = [new(At(-10.5), "restart into Linux 6.12.21"), new(At(-2.8), "release 4.2 published")],
        }, GraphRange.Day),
        "outage" => (One(host, "eth0 out", GraphUnit.BitsPerSecond, SeriesShape.Area, SeriesColour.Blue, TimeSpan.FromDays(36),
            h => h is > -289 and < -268 ? double.NaN : 90e6 + 60e6 * Math.Cos((h + 2) / 12 * Math.PI) + 12e6 * Wander(h, 3, 3), 240) with
        {
            Alerts = [new(At(-289), At(-268), ThresholdLevel.Critical, "uplink down"), new(At(-60), null, ThresholdLevel.Warning, "eth0 has errors")],
        }, GraphRange.Month),
        "many-events" => (Load(host) with { Events = [.. Enumerable.Range(1, 12).Select(i => new GraphEvent(At(-2.3 * i), $"deploy {i}"))] }, GraphRange.Day),
        // As much as a panel of two series can have: a gap, alerts as often as every third day, and all flags.
        "busy-month" => (Traffic(host, TimeSpan.FromDays(36), 240) with
        {
            Alerts = [.. Enumerable.Range(0, 12).Select(i => new AlertInterval(
                At(-68 * i - 30), At(-68 * i - 13), i % 3 == 0 ? ThresholdLevel.Critical : ThresholdLevel.Warning, $"eth0 sends more than {130 + i} Mb/s"))],
            Events = [.. Enumerable.Range(1, 9).Select(i => new GraphEvent(At(-88 * i), $"release 4.{i} published"))],
            Thresholds = [new(130e6, "warning 130 Mb/s", ThresholdLevel.Warning)],
        }, GraphRange.Month),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such scene."),
    };

    private static bool Down(double h) => h is > -11.4 and < -10.5;

    private static DateTimeOffset At(double hours) => Now.AddHours(hours);

    private static GraphDefinition One(
        SampleHost host, string title, GraphUnit unit, SeriesShape shape, SeriesColour colour, TimeSpan span, Func<double, double> valueAt,
        int step = 10) =>
        new("one", "other", title, unit, [new(host.Add("one", span, step, valueAt), title, colour, shape)]);

    private static GraphDefinition Traffic(SampleHost host, TimeSpan span, int step)
    {
        double Day(double h) => 0.5 - 0.5 * Math.Cos((h + 14.58 - 4) / 12 * Math.PI);
        double In(double h) => Down(h) ? double.NaN : (12 + 40 * Day(h) + 6 * Wander(h, 1, 0.4) + 2 * Wander(h, 2, 0.1)) * 1e6 / 8;
        double Out(double h) => Down(h) ? double.NaN : (25 + 130 * Day(h) + 15 * Wander(h, 3, 0.6) + 9 * Wander(h, 4, 0.1)) * 1e6 / 8;
        return new("net.eth0", "network", "eth0 traffic", GraphUnit.BitsPerSecond,
        [
            new(host.Add("net.eth0.in", span, step, In, "By/s"), "In", SeriesColour.Green, SeriesShape.Area, 8),
            new(host.Add("net.eth0.out", span, step, Out, "By/s"), "Out", SeriesColour.Blue, SeriesShape.Line, 8),
        ])
        { Maximum = 1e9 };
    }

    private static GraphDefinition Temperatures(SampleHost host)
    {
        double Bump(double h, double at, double width, double height) => height * Math.Exp(-(h - at) * (h - at) / width);
        double Value(double h, double level, int seed, double swing) =>
            Down(h) ? double.NaN : level + swing * Wander(h, seed, 4) + 0.25 * swing * Wander(h, seed + 10, 0.2);
        GraphSeries Line(string name, string label, SeriesColour colour, Func<double, double> valueAt) =>
            new(host.Add(name, ThirtyOneHours, 10, valueAt, "Cel"), label, colour, SeriesShape.Line);
        var nvme = Line("hwmon.nvme.temp1", "NVMe 1", SeriesColour.Blue, h => Value(h, 47, 2, 2) + Bump(h, 0.2, 0.6, 16));
        return new("temperatures", "thermal", "Temperatures", GraphUnit.Celsius,
        [
            Line("hwmon.coretemp.temp1", "CPU package", SeriesColour.Orange, h => Value(h, 51, 1, 3) + Bump(h, -3.2, 0.05, 18) + Bump(h, -20, 0.4, 9)),
            nvme,
            Line("hwmon.board.temp1", "Board", SeriesColour.Green, h => Value(h, 37, 3, 1)),
            Line("hwmon.board.temp2", "Inlet air", SeriesColour.Sky, h => Value(h, 24, 4, 1)),
        ])
        { Thresholds = [new(60, "NVMe warning 60 °C", ThresholdLevel.Warning) { Series = nvme.Series }] };
    }

    private static GraphDefinition Load(SampleHost host) => new("load", "load", "Load average", GraphUnit.Load,
    [
        new(host.Add("load.1m", ThirtyOneHours, 10, h => Down(h) ? double.NaN
            : Math.Max(0, 1.7 + 0.9 * Wander(h, 7, 5) + 0.3 * Wander(h, 8, 0.2) + 2.2 * Math.Exp(-(h + 3.2) * (h + 3.2) / 0.03))),
            "1 min", SeriesColour.Blue, SeriesShape.Area),
    ])
    { Thresholds = [new(8, "8 cores", ThresholdLevel.Reference)] };

    private static GraphDefinition Cpu(SampleHost host)
    {
        GraphSeries Layer(string kind, string label, SeriesColour colour, double level, int seed) => new(
            host.Add("cpu." + kind, ThirtyOneHours, 10, h => Down(h) ? double.NaN
                : 8 * Math.Max(0, level * (1 + 0.4 * Wander(h, seed, 4) + 0.15 * Wander(h, seed + 5, 0.2) + 1.6 * Math.Exp(-(h + 3.2) * (h + 3.2) / 0.05))),
                "%"), label, colour, SeriesShape.Stack, 1.0 / 8);
        return new("cpu", "load", "CPU use", GraphUnit.Percent,
            [Layer("iowait", "Disk wait", SeriesColour.Rose, 1.2, 20), Layer("system", "System", SeriesColour.Orange, 7, 21),
             Layer("user", "User", SeriesColour.Blue, 24, 22)]);
    }

    private static GraphDefinition Memory(SampleHost host)
    {
        const double gibi = 1024.0 * 1024 * 1024;
        GraphSeries Layer(string kind, string label, SeriesColour colour, double level, double swing, int seed) => new(
            host.Add("mem." + kind, ThirtyOneHours, 10, h => Down(h) ? double.NaN : gibi * (level + swing * Wander(h, seed, 6)), "By"),
            label, colour, SeriesShape.Stack);
        return new("memory", "load", "Memory", GraphUnit.Bytes,
            [Layer("used", "Programs", SeriesColour.Blue, 8.4, 0.6, 30), Layer("buffers", "Buffers", SeriesColour.Purple, 0.95, 0.02, 31),
             Layer("cached", "Page cache", SeriesColour.Sky, 13.6, 0.8, 32)])
        {
            Thresholds = [new(31.2 * gibi, "31.2 GiB installed", ThresholdLevel.Reference)],
        };
    }

    private static GraphDefinition Fans(SampleHost host)
    {
        GraphSeries Fan(string name, string label, SeriesColour colour, double level, int seed) => new(
            host.Add(name, ThirtyOneHours, 10, h => Down(h) ? double.NaN : level + 90 * Wander(h, seed, 3) + 30 * Wander(h, seed + 3, 0.2), "{rpm}"),
            label, colour, SeriesShape.Line);
        return new("fans", "thermal", "Fans", GraphUnit.Rpm,
            [Fan("hwmon.board.fan1", "CPU fan", SeriesColour.Orange, 1_330, 40), Fan("hwmon.board.fan2", "Rear fan", SeriesColour.Green, 1_060, 41)])
        {
            Thresholds = [new(600, "low limit 600 rpm", ThresholdLevel.Critical) { IsLowLimit = true }],
        };
    }

    private static GraphDefinition Threshold(SampleHost host) =>
        Traffic(host, ThirtyOneHours, 10) with { Thresholds = [new(130e6, "warning 130 Mb/s", ThresholdLevel.Warning)] };
}
