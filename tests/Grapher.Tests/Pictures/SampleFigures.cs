using System.Collections.Immutable;
using static Metrics.Grapher.Tests.SampleHost;

namespace Metrics.Grapher.Tests.Pictures;

/// <summary>Pictures of given values that the design shows, with the size each has there.</summary>
internal static class SampleFigures
{
    public static ImmutableArray<string> Names { get; } =
        ["bars-day", "bars-two-weeks", "bars-month", "bars-hours", "bars-gap", "heat-map", "bandwidth", "bandwidth-card", "bandwidth-small", "bandwidth-silent",
         "badge-neutral", "badge-normal", "badge-warning", "badge-critical", "badge-unknown"];

    public static (Figure Figure, PictureOptions Options) Build(string name) => name switch
    {
        "bars-day" => (Mail(31), new(900, 230)),
        "bars-two-weeks" => (new BarChart("mail", "Messages per day", GraphUnit.Count, BarPeriod.Day, new(2026, 3, 20),
            [Layer("Delivered", SeriesColour.Blue, 14, 60, 760, weekend: 1)]), new(440, 170, Legend: false)),
        "bars-month" => (new BarChart("net.eth0", "eth0 per month", GraphUnit.Traffic, BarPeriod.Month, new(2025, 4, 1),
            [Layer("Out", SeriesColour.Blue, 13, 61, 18e12), Layer("In", SeriesColour.Green, 13, 62, 6e12)]), new(620, 200)),
        "bars-hours" => (new BarChart("mail", "Messages per hour", GraphUnit.Count, BarPeriod.Hour, new(2026, 3, 20),
            [Layer("Delivered", SeriesColour.Green, 24, 63, 90_000)])
        { Counted = "messages" }, new(620, 200)),
        "bars-gap" => (Missing(Mail(31)), new(344, 176)),
        "heat-map" => (new HeatMap("mail.hours", "When mail arrives", GraphUnit.Count, SeriesColour.Green, [.. Enumerable.Range(0, 168).Select(Arriving)]), new(580, 172)),
        "bandwidth" => (Bandwidth, new(1000, 160)),
        "bandwidth-card" => (Bandwidth, new(468, 60)),
        "bandwidth-small" => (Bandwidth, new(234, 24)),
        "bandwidth-silent" => (Bandwidth with { Speed = double.NaN, Lanes = [Bandwidth.Lanes[0], Bandwidth.Lanes[1] with { Now = double.NaN }] }, new(468, 60)),
        "badge-neutral" => (new Badge("net.eth0.out", "eth0 out", "169 Mb/s", BadgeLevel.Neutral), Small),
        "badge-normal" => (new Badge("cpu", "CPU", "54 °C", BadgeLevel.Normal), Small),
        "badge-warning" => (new Badge("nvme1", "NVMe 1", "63 °C", BadgeLevel.Warning), Small),
        "badge-critical" => (new Badge("alerts", "alerts", "2 critical", BadgeLevel.Critical), Small),
        "badge-unknown" => (new Badge("fan", "Rear fan", "no data", BadgeLevel.Unknown), Small),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such figure."),
    };

    private static PictureOptions Small => new(120, 24, Scale: 2);

    private static BandwidthBar Bandwidth => new("eth0", "eth0", 1e9,
        [new("Out", SeriesColour.Blue, 169.1e6, 191.5e6, 157.4e6), new("In", SeriesColour.Green, 53e6, 65.7e6)]);

    private static BarChart Mail(int days) => new BarChart("mail", "Messages per day", GraphUnit.Count, BarPeriod.Day, new(2026, 3, 1),
        [Layer("Delivered", SeriesColour.Green, days, 50, 1_600), Layer("Spam", SeriesColour.Orange, days, 51, 190),
         Layer("Rejected", SeriesColour.Rose, days, 52, 700, 17)])
    { Counted = "messages" };

    private static BarChart Missing(BarChart chart) => chart with
    {
        Layers = [.. chart.Layers.Select(l => l with { Values = [.. l.Values.Select((v, i) => i is 9 or 10 ? double.NaN : v)] })],
    };

    private static BarLayer Layer(string label, SeriesColour colour, int count, int seed, double level, int peak = -1, int weekend = 6) => new(label, colour,
        [.. Enumerable.Range(0, count).Select(i => Math.Round(level * (1 + 0.25 * Noise(i, seed)) * ((i - weekend + 7) % 7 < 2 ? 0.6 : 1) * (i == peak ? 3.5 : 1)))]);

    private static double Arriving(int cell)
    {
        var (day, hour) = (cell / 24, cell % 24);
        var busy = Math.Exp(-(hour - 9.5) * (hour - 9.5) / 6) + 0.6 * Math.Exp(-(hour - 14.5) * (hour - 14.5) / 8);
        return Math.Round((day >= 5 ? 18 : 105) * busy + 6 * (1 + Noise(cell, 70)));
    }
}
