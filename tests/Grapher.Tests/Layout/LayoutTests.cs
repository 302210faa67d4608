using Metrics.Grapher.Layout;
using Metrics.Grapher.Palette;
using Metrics.RrdStore;

namespace Metrics.Grapher.Tests.Layout;

public sealed class LayoutTests
{
    private static readonly PictureOptions Panel = new(620, 200, Legend: false);

    [Fact]
    public void A_counter_read_every_two_seconds_is_a_line_within_ten_seconds_of_the_first_reading()
    {
        using var host = new SampleHost();
        var series = host.Store.Define(new(SeriesName.Parse("net.eth0.in"), new(DataSourceType.Counter),
            new(2, 4, new ArchiveDefinition(ConsolidationFunction.Average, 1, 1_000)), new("By/s")));
        for (var i = 4; i >= 0; i--)
            host.Store.Append([Reading.OfCount(series.Id, (host.NowSeconds - 2 * i) * 1_000_000, (ulong)(5_000_000 - 1_000_000 * i))]);
        var graph = KnownGraphs.Of(host.Store.List()).Single(g => g.Name == "net.eth0");
        var marks = host.Renderer.Lay(graph, GraphRange.Day, Panel).Layout.Marks;
        var line = Assert.Single(marks.OfType<Curve>());
        Assert.True(line.Points.Span[^1].X - line.Points.Span[0].X > 40, "The line is too short to be seen.");
        Assert.Empty(marks.OfType<Hatch>());
    }

    [Fact]
    public void A_lone_sample_is_a_dot()
    {
        using var host = new SampleHost();
        var name = host.Add("load.1m", TimeSpan.FromSeconds(10), 10, _ => 0.5);
        var marks = host.Renderer.Lay(One(name, GraphUnit.Load), GraphRange.Day, Panel).Layout.Marks;
        Assert.Empty(marks.OfType<Curve>());
        Assert.Contains(marks, m => m is Dot { Colour: Token.Blue });
    }

    [Fact]
    public void A_gap_breaks_the_line_and_is_hatched()
    {
        using var host = new SampleHost();
        var name = host.Add("x", TimeSpan.FromHours(31), 10, h => h is > -12 and < -10 ? double.NaN : 3);
        var layout = host.Renderer.Lay(One(name, GraphUnit.Count), GraphRange.Day, Panel).Layout;
        Assert.Equal(2, layout.Marks.OfType<Curve>().Count());
        var gap = Assert.Single(layout.Marks.OfType<Hatch>()).Box;
        // Two hours of thirty, and up to a bucket of five minutes on each side.
        Assert.InRange(gap.Width, 2 / 30.0 * layout.Plot.Width, 2.2 / 30.0 * layout.Plot.Width);
        Assert.Contains(layout.Marks.OfType<Label>(), l => l.Text == "no data");
    }

    [Fact]
    public void Sparse_graphs_leave_gaps_blank()
    {
        using var host = new SampleHost();
        var name = host.Add("x", TimeSpan.FromHours(31), 10, h => h is > -12 and < -10 ? double.NaN : 3);
        Assert.Empty(host.Renderer.Lay(One(name, GraphUnit.Count) with { Sparse = true }, GraphRange.Day, Panel).Layout.Marks.OfType<Hatch>());
    }

    [Fact]
    public void A_silent_source_is_hatched_up_to_now()
    {
        using var host = new SampleHost();
        var name = host.Add("x", TimeSpan.FromHours(31), 10, h => 3 + Math.Sin(h));
        host.Time.Advance(TimeSpan.FromHours(2));
        var layout = host.Renderer.Lay(One(name, GraphUnit.Count), GraphRange.Day, Panel with { Legend = true }).Layout;
        Assert.Equal(layout.Plot.Right, Assert.Single(layout.Marks.OfType<Hatch>()).Box.Right);
        Assert.Empty(layout.Marks.OfType<Dot>());
        Assert.Contains(layout.Marks.OfType<Phrase>(), p => p.Second.Text == "last 14:35");
    }

    [Fact]
    public void An_impossible_value_is_left_out_counted_and_does_not_set_the_scale()
    {
        using var host = new SampleHost();
        var name = host.Add("x", TimeSpan.FromHours(31), 10, h => Math.Abs(h + 14) < 0.001 ? 9e9 : 40e6 + 1e6 * Math.Sin(h));
        var layout = host.Renderer.Lay(One(name, GraphUnit.BitsPerSecond) with { Maximum = 1e9 }, GraphRange.Day, Panel).Layout;
        Assert.Contains(layout.Marks, m => m is Beyond);
        Assert.Contains(layout.Marks.OfType<Label>(), l => l.Text.Contains("left out", StringComparison.Ordinal));
        Assert.Contains(layout.Marks.OfType<Label>(), l => l is { Style: TextStyle.AxisValue, Text: "50" });
    }

    [Fact]
    public void Shares_that_sum_up_to_a_little_over_a_hundred_stay_on_an_axis_that_ends_there()
    {
        using var host = new SampleHost();
        var (below, above) = (host.Add("a", TimeSpan.FromHours(31), 10, _ => 80), host.Add("b", TimeSpan.FromHours(31), 10, h => h > -1 ? 24 : 10));
        var graph = new GraphDefinition("x", "load", "X", GraphUnit.Percent,
        [
            new(below, "A", SeriesColour.Orange, SeriesShape.Stack), new(above, "B", SeriesColour.Blue, SeriesShape.Stack),
        ])
        { Maximum = 100 };
        var layout = host.Renderer.Lay(graph, GraphRange.Day, Panel).Layout;
        Assert.Equal(["0", "25", "50", "75", "100"], layout.Marks.OfType<Label>().Where(l => l.Style == TextStyle.AxisValue).Select(l => l.Text));
        Assert.Contains(layout.Marks.OfType<Curve>(), c => c.Colour == Token.Blue && c.Points.Span[^1].Y == layout.Plot.Top);
        Assert.DoesNotContain(layout.Marks, m => m is Beyond);
    }

    [Fact]
    public void The_whole_is_a_reference_line_however_far_above_the_values()
    {
        using var host = new SampleHost();
        const double gibibyte = 1 << 30;
        var used = host.Add("used", TimeSpan.FromHours(31), 10, _ => gibibyte, "By");
        var size = host.Add("size", TimeSpan.FromHours(31), 10, h => h < -5 ? 16 * gibibyte : 32 * gibibyte, "By");
        var graph = One(used, GraphUnit.Bytes) with { Whole = new(size, "installed"), Fact = GraphFact.PartOfWhole };
        var marks = host.Renderer.Lay(graph, GraphRange.Day, Panel).Layout.Marks;
        Assert.Single(marks.OfType<Rule>(), r => r.Style == RuleStyle.Dashed);
        Assert.Contains(marks.OfType<Label>(), l => l is { Style: TextStyle.Reference, Text: "32.0\u00A0GiB installed" });
        Assert.EndsWith("of 32.0\u00A0GiB", host.Renderer.Summarize(graph, GraphRange.Day).Fact);
    }

    [Fact]
    public void One_value_far_out_does_not_flatten_the_rest_unless_asked()
    {
        using var host = new SampleHost();
        var name = host.Add("x", TimeSpan.FromHours(31), 10, h => Math.Abs(h + 14) < 0.001 ? 9e9 : 4e6 + 1e6 * Math.Sin(h));
        var definition = One(name, GraphUnit.BitsPerSecond);
        var clipped = host.Renderer.Lay(definition, GraphRange.Day, Panel).Layout;
        var full = host.Renderer.Lay(definition, GraphRange.Day, Panel with { FullScale = true }).Layout;
        Assert.Contains(clipped.Marks.OfType<Label>(), l => l is { Style: TextStyle.Unit, Text: "Mb/s" });
        Assert.Contains(clipped.Marks, m => m is Beyond);
        Assert.Contains(full.Marks.OfType<Label>(), l => l is { Style: TextStyle.Unit, Text: not "Mb/s" });
        Assert.DoesNotContain(full.Marks, m => m is Beyond);
    }

    [Fact]
    public void Pictures_of_a_common_scale_have_the_same_axis()
    {
        using var host = new SampleHost();
        var name = host.Add("x", TimeSpan.FromDays(20), 60, h => h < -300 ? 700 : 40 + Math.Sin(h));
        string[] Axis(GraphRange range, bool common) => [.. host.Renderer.Lay(One(name, GraphUnit.Count), range, Panel with { CommonScale = common }).Layout.Marks
            .OfType<Label>().Where(l => l.Style == TextStyle.AxisValue).Select(l => l.Text)];
        Assert.Equal("50", Axis(GraphRange.Day, common: false)[^1]);
        Assert.Equal(Axis(GraphRange.Month, common: true), Axis(GraphRange.Day, common: true));
        Assert.Equal(Axis(GraphRange.Month, common: false), Axis(GraphRange.Day, common: true));
    }

    [Fact]
    public void Alerts_tint_their_time_and_events_are_flags_that_are_told_in_words_too()
    {
        using var host = new SampleHost();
        var name = host.Add("x", TimeSpan.FromHours(31), 10, h => 3 + Math.Sin(h));
        var graph = One(name, GraphUnit.Count) with
        {
            Alerts =
            [
                new(SampleHost.Now.AddHours(-6), SampleHost.Now.AddHours(-4), ThresholdLevel.Warning, "x is high"),
                new(SampleHost.Now.AddHours(-1), null, ThresholdLevel.Critical, "x is very high"),
                new(SampleHost.Now.AddHours(-90), SampleHost.Now.AddHours(-80), ThresholdLevel.Critical, "long ago"),
            ],
            Events = [new(SampleHost.Now.AddHours(-10), "restart <b>"), new(SampleHost.Now.AddHours(-10).AddSeconds(5), "again"), new(SampleHost.Now.AddDays(-9), "before")],
        };
        var layout = host.Renderer.Lay(graph, GraphRange.Day, Panel).Layout;
        Assert.Equal(24, layout.Plot.Top);
        var warning = Assert.Single(layout.Marks.OfType<Fill>(), f => f.Wash == Wash.Warning).Box;
        Assert.Equal(2 / 30.0 * layout.Plot.Width, warning.Width, 0.2);
        Assert.Equal(layout.Plot.Right, Assert.Single(layout.Marks.OfType<Fill>(), f => f.Wash == Wash.Critical).Box.Right);
        Assert.Equal(2, layout.Marks.OfType<Rule>().Count(r => r.Style == RuleStyle.Event));
        var flags = layout.Marks.OfType<Tile>().Where(t => t.Radius == 7).ToArray();
        Assert.Equal(2, flags.Length);
        Assert.False(flags[0].Box.Overlaps(flags[1].Box));
        Assert.EndsWith(
            " Warning Thu 08:35 to Thu 10:35: x is high. Critical since Thu 13:35: x is very high. Thu 04:35 restart <b>. Thu 04:35 again.",
            host.Renderer.Summarize(graph, GraphRange.Day).Sentence);
    }

    [Fact]
    public void Flags_of_events_at_the_right_edge_stand_beside_each_other_and_none_where_there_is_no_room()
    {
        using var host = new SampleHost();
        var (definition, range) = Pictures.Scenes.Build("load", host);
        definition = definition with { Events = [.. Enumerable.Range(1, 8).Select(i => new GraphEvent(SampleHost.Now.AddMinutes(-i), "deploy"))] };

        var wide = Places(620);
        Assert.Equal(8, wide.Length);
        Assert.All(wide.Zip(wide[1..]), pair => Assert.InRange(pair.Second - pair.First, 15, 15.1f));
        Assert.Empty(Places(150));

        float[] Places(int width) => [.. host.Renderer.Lay(definition, range, new(width, 200)).Layout.Marks
            .OfType<Tile>().Where(t => t is { Radius: 7 } && t.Box.Bottom < 50).Select(t => t.Box.Left)];
    }

    [Fact]
    public void Texts_on_the_plot_do_not_cover_each_other()
    {
        foreach (var scene in Pictures.Scenes.Names)
        {
            foreach (var (width, height) in ((int, int)[])[(344, 176), (620, 200), (900, 250), (120, 64)])
            {
                using var host = new SampleHost();
                var (definition, range) = Pictures.Scenes.Build(scene, host);
                var labels = host.Renderer.Lay(definition, range, new(width, height, Title: true)).Layout.Marks
                    .SelectMany(m => m switch { Label label => [label], Phrase phrase => [phrase.First, phrase.Second], _ => (Label[])[] }).Where(l => l.Style is not (TextStyle.AxisValue or TextStyle.Legend or TextStyle.LegendValue)).ToArray();
                for (var i = 0; i < labels.Length; i++)
                    for (var j = 0; j < i; j++)
                        Assert.False(labels[i].Box.Overlaps(labels[j].Box), $"{scene} {width}x{height}: \"{labels[i].Text}\" and \"{labels[j].Text}\".");
            }
        }
    }

    [Theory]
    [InlineData(119, 200, 1)]
    [InlineData(4_001, 200, 1)]
    [InlineData(620, 23, 1)]
    [InlineData(620, 2_001, 1)]
    [InlineData(620, 200, 0)]
    [InlineData(620, 200, 4)]
    [InlineData(4_000, 2_000, 2)]
    public void Sizes_beyond_the_limits_are_refused(int width, int height, int scale)
    {
        using var host = new SampleHost();
        var name = host.Add("x", TimeSpan.FromHours(1), 10, _ => 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => host.Renderer.Png(One(name, GraphUnit.Count), GraphRange.Day, new(width, height, Scale: scale)));
    }

    [Fact]
    public void Times_beyond_the_limits_are_refused()
    {
        using var host = new SampleHost();
        var definition = One(host.Add("x", TimeSpan.FromHours(1), 10, _ => 1), GraphUnit.Count);
        foreach (var range in (GraphRange[])[
            new("custom", TimeSpan.Zero), new("custom", TimeSpan.FromDays(-1)), new("custom", TimeSpan.FromDays(400_000)),
            new("custom", TimeSpan.FromDays(1), DateTimeOffset.MaxValue), new("custom", TimeSpan.FromDays(1), DateTimeOffset.UnixEpoch)])
            Assert.Throws<ArgumentOutOfRangeException>(() => host.Renderer.Png(definition, range, Panel));
    }

    [Fact]
    public void Every_extreme_of_values_size_and_time_gives_a_picture()
    {
        using var host = new SampleHost();
        var seed = 0;
        foreach (var value in (double[])[0, -5, 1e18, 1e-6, -1e18, double.MaxValue / 1e10])
        {
            var name = host.Add($"x.{seed++}", TimeSpan.FromHours(2), 10, h => value * (1 + 0.1 * Math.Sin(h)));
            foreach (var unit in Enum.GetValues<GraphUnit>())
                foreach (var shape in Enum.GetValues<SeriesShape>())
                {
                    var definition = new GraphDefinition("x", "other", "x", unit, [new(name, "x", SeriesColour.Blue, shape)]);
                    Assert.NotEmpty(host.Renderer.Png(definition, GraphRange.SixHours, new(120, 24 + 40 * (seed % 3))));
                }
        }
    }

    private static GraphDefinition One(SeriesName name, GraphUnit unit) =>
        new("x", "other", "x", unit, [new(name, "x", SeriesColour.Blue, SeriesShape.Line)]);
}
