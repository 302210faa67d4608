using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Metrics.Grapher.Layout;
using Metrics.RrdStore;

namespace Metrics.Grapher.Tests.Pictures;

public sealed class FigureTests
{
    public static TheoryData<string, GraphTheme> Every =>
        [.. SampleFigures.Names.SelectMany(n => new[] { GraphTheme.Light, GraphTheme.Dark }.Select(t => (n, t)))];

    public static TheoryData<string> Names => [.. SampleFigures.Names];

    [Theory, MemberData(nameof(Every))]
    public void Bitmap_looks_like_the_golden_one(string name, GraphTheme theme)
    {
        var (figure, options) = SampleFigures.Build(name);
        Golden.Png($"{name}-{theme}".ToLowerInvariant(), figure.Png(options with { Theme = theme }));
    }

    [Theory, MemberData(nameof(Names))]
    public void Drawing_is_the_golden_one_and_says_what_it_shows(string name)
    {
        var (figure, options) = SampleFigures.Build(name);
        var svg = figure.Svg(options with { Theme = GraphTheme.Auto });
        Golden.Text(name, ".svg", svg);
        var root = XDocument.Parse(Encoding.UTF8.GetString(svg)).Root!;
        Assert.Equal(figure.Sentence, root.Elements().Single(e => e.Name.LocalName == "desc").Value);
        Assert.NotEmpty(figure.Pdf(options, SampleHost.Now));
        Assert.NotEmpty(figure.Webp(options));
    }

    [Theory, InlineData(120), InlineData(344), InlineData(347), InlineData(620)]
    public void No_label_is_cut_at_an_edge_however_narrow_the_bars_are(int width)
    {
        for (var days = 1; days <= 31; days++)
        {
            var chart = new BarChart("mail", "Messages per day", GraphUnit.Count, BarPeriod.Day, new(2026, 11, 1),
                [new("Delivered", SeriesColour.Green, [.. Enumerable.Repeat(2.0, days)])]);
            foreach (var label in chart.Lay(new(width, 176)).Marks.OfType<Label>())
                Assert.True(label.Box.Left >= 0 && label.Box.Right <= width, $"{label.Text} of {days} days ends at {label.Box.Right}");
        }
    }

    [Fact]
    public void Sentences_say_totals_the_highest_and_what_is_missing()
    {
        Assert.StartsWith("Messages per day, Sun 1 Mar 2026 to Tue 31 Mar 2026. Delivered ", SampleFigures.Build("bars-gap").Figure.Sentence);
        Assert.EndsWith("No data for 2 days.", SampleFigures.Build("bars-gap").Figure.Sentence);
        Assert.Contains("Highest Wed 18 Mar 2026", SampleFigures.Build("bars-day").Figure.Sentence, StringComparison.Ordinal);
        Assert.Contains("Quietest day S", SampleFigures.Build("heat-map").Figure.Sentence, StringComparison.Ordinal);
        Assert.Equal("NVMe 1: 63 °C, warning", SampleFigures.Build("badge-warning").Figure.Sentence);
        Assert.StartsWith("eth0 now: out 169\u00A0Mb/s, in 53.0\u00A0Mb/s, of 1.00\u00A0Gb/s.", SampleFigures.Build("bandwidth").Figure.Sentence);
    }

    [Fact]
    public void A_bandwidth_bar_is_a_bar_in_a_terminal_too()
    {
        var text = Encoding.UTF8.GetString(SampleFigures.Build("bandwidth").Figure.Text());
        Assert.Equal(
            $"eth0  out [{new string('#', 7),-40}]  169\u00A0Mb/s\n      in  [{new string('#', 2),-40}] 53.0\u00A0Mb/s   1.00\u00A0Gb/s\n", text);
        var hostile = new BandwidthBar("x", "e\u001b[31m", 1e9, [new("Out", SeriesColour.Blue, double.NaN)]);
        Assert.DoesNotContain("\u001b", Encoding.UTF8.GetString(hostile.Text()));
    }

    [Theory, InlineData(54, BadgeLevel.Normal), InlineData(61, BadgeLevel.Warning), InlineData(76, BadgeLevel.Critical), InlineData(double.NaN, BadgeLevel.Unknown)]
    public void A_badge_is_coloured_by_the_thresholds_of_its_series(double now, BadgeLevel expected)
    {
        var series = new GraphSeries(SeriesName.Parse("hwmon.nvme.temp1"), "NVMe 1", SeriesColour.Blue, SeriesShape.Line);
        var graph = new GraphDefinition("t", "thermal", "NVMe 1", GraphUnit.Celsius, [series])
        {
            Thresholds = [new(60, "", ThresholdLevel.Warning), new(75, "", ThresholdLevel.Critical), new(1, "", ThresholdLevel.Critical) { Series = SeriesName.Parse("other") }],
        };
        var badge = Badge.Of(graph, new(series, now, now, now, now, 0, now, double.NaN), stale: false);
        Assert.Equal(expected, badge.Level);
        Assert.Equal(BadgeLevel.Unknown, Badge.Of(graph, new(series, 54, 54, 54, 54, 0, 54, double.NaN), stale: true).Level);
    }

    [Fact]
    public void Markup_and_long_names_on_a_badge_are_escaped_and_cut()
    {
        var svg = Encoding.UTF8.GetString(new Badge("x", "<script>" + new string('w', 5_000), "\u0001&", BadgeLevel.Normal).Svg(new(120, 24)));
        Assert.DoesNotContain("<script>", svg, StringComparison.Ordinal);
        Assert.True(double.Parse(XDocument.Parse(svg).Root!.Attribute("width")!.Value, CultureInfo.InvariantCulture) < 1_000);
    }

    [Fact]
    public void Every_size_gives_a_picture()
    {
        foreach (var name in SampleFigures.Names)
            foreach (var (width, height) in ((int, int)[])[(120, 24), (120, 64), (344, 100), (4_000, 24), (620, 2_000)])
                Assert.NotEmpty(SampleFigures.Build(name).Figure.Png(new(width, height, Title: true)));
    }
}
