using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Metrics.Grapher.Language;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Tests.Written;

public sealed class WrittenGraphTests
{
    private static readonly PictureOptions Panel = new(620, 200);

    [Fact]
    public void An_area_and_the_line_along_its_edge_are_one_series_of_one_colour()
    {
        var graph = Graph("DEF:v=a:AVERAGE", "AREA:v#00FF0040", "LINE1:v#00AA00:In");

        var series = Assert.Single(graph.Series);
        Assert.Equal(("In", SeriesShape.Area, SeriesColour.Green), (series.Label, series.Shape, series.Colour));
    }

    [Theory]
    [InlineData("#00CC00", SeriesColour.Green), InlineData("#0000FF", SeriesColour.Blue), InlineData("#FF8C00", SeriesColour.Orange)]
    [InlineData("#FF0000", SeriesColour.Rose), InlineData("#00FFFF", SeriesColour.Sky), InlineData("#800080", SeriesColour.Purple)]
    [InlineData("#777777", SeriesColour.Slate), InlineData("#000000", SeriesColour.Slate), InlineData("#ABC8", SeriesColour.Blue)]
    public void A_colour_becomes_the_one_of_ours_with_the_nearest_hue(string colour, SeriesColour expected) =>
        Assert.Equal(expected, Graph("DEF:v=a:AVERAGE", $"LINE:v{colour}").Series[0].Colour);

    [Fact]
    public void No_two_series_have_one_colour_while_there_are_others()
    {
        var graph = Graph([.. Enumerable.Range(0, 7).Select(i => $"LINE:{i}#FF000{i}:{i}")]);

        Assert.Equal(7, graph.Series.Select(s => s.Colour).Distinct().Count());
        Assert.Equal(7, graph.Series.Select(s => s.Series).Distinct().Count());
    }

    [Fact]
    public void A_stack_stands_on_what_is_below_and_an_unknown_value_leaves_the_sum_as_it_was()
    {
        using var host = new SampleHost();
        host.Add("a", TimeSpan.FromHours(2), 10, _ => 10);
        host.Add("b", TimeSpan.FromHours(2), 10, h => h > -1 ? 5 : double.NaN);
        var graph = Graph("DEF:a=a:AVERAGE", "DEF:b=b:AVERAGE", "LINE0:a", "AREA:b#FF0000:b:STACK", "LINE:3#0000FF:c:STACK");

        var data = host.Renderer.Lay(graph, new("custom", TimeSpan.FromMinutes(90), host.Time.GetUtcNow()), Panel).Data;

        Assert.All(data.Series[0].Base!.Value.ToArray(), below => Assert.Equal(10, below));
        Assert.Equal(10, data.Series[1].Base!.Value.Span[2]);
        Assert.Equal(15, data.Series[1].Base!.Value.Span[^2]);
    }

    [Fact]
    public void A_series_that_is_not_there_is_one_without_data()
    {
        using var host = new SampleHost();
        var summary = host.Renderer.Summarize(Graph("DEF:v=nowhere:AVERAGE", "LINE:v#FF0000:v"), GraphRange.Day);

        Assert.Contains("No data yet.", summary.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_is_not_kept_is_told_with_its_place()
    {
        using var host = new SampleHost();
        host.Store.Define(new(RrdStore.SeriesName.Parse("a"), new RrdStore.DataSource(RrdStore.DataSourceType.Gauge),
            new RrdStore.Schema(10, 20, new RrdStore.ArchiveDefinition(RrdStore.ConsolidationFunction.Average, 6, 10)), new RrdStore.SeriesMetadata("1")));

        var fault = Assert.Throws<GraphLanguageException>(() =>
            host.Renderer.Svg(Graph("DEF:v=a:MAX", "LINE:v#FF0000:v"), GraphRange.Day, Panel));

        Assert.Equal(new TextPosition(1, 7), fault.Faults[0].At);
        Assert.Contains("keeps no archive of Maximum", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_and_texts_are_in_the_forms_for_programs()
    {
        using var host = new SampleHost();
        host.Add("a", TimeSpan.FromHours(31), 10, _ => 4);
        var graph = Graph("DEF:v=a:AVERAGE", "XPORT:v:=sum(1)", "PRINT:v:MAX:most %.1lf");

        Assert.StartsWith("time,\"'=sum(1)\"\r\n", Encoding.UTF8.GetString(host.Renderer.Csv(graph, GraphRange.Day)), StringComparison.Ordinal);
        var json = JsonDocument.Parse(host.Renderer.Json(graph, GraphRange.Day)).RootElement;
        Assert.Equal("most 4.0", json.GetProperty("prints")[0].GetString());
        Assert.Equal(4, json.GetProperty("export").GetProperty("columns")[0].GetProperty("values")[10].GetDouble());
        Assert.EndsWith("most 4.0\n", Encoding.UTF8.GetString(host.Renderer.Text(graph, GraphRange.Day)), StringComparison.Ordinal);
        Assert.Equal(["most 4.0"], host.Renderer.Prints(graph, GraphRange.Day, Panel));
    }

    [Fact]
    public void Limits_hold_when_they_are_rigid_and_are_what_is_shown_at_least_when_not()
    {
        Assert.Equal((0, 50), Axis("--upper-limit", "50", "--rigid", "--lower-limit", "0"));
        Assert.Equal((0, 100), Axis("--upper-limit", "50"));
        Assert.Equal((0, 200), Axis("--upper-limit", "200"));
        Assert.Equal((0.1, 100), Axis("--logarithmic", "--lower-limit", "0.1"));
        Assert.Equal((80, 90), Axis("--alt-autoscale"));
    }

    [Fact]
    public void The_exponent_of_the_units_is_the_one_asked_for()
    {
        var labels = Marks("--units-exponent", "-3").OfType<Label>().Where(l => l.Style is TextStyle.AxisValue or TextStyle.Unit).Select(l => l.Text).ToArray();

        Assert.Contains("m", labels);
        Assert.Contains("100\u2009000", labels);
    }

    [Fact]
    public void The_axis_on_the_right_reads_the_same_gridlines_in_another_unit()
    {
        var marks = Marks("--right-axis", "2000:500", "--right-axis-label", "requests");
        var labels = marks.OfType<Label>().Where(l => l.Style == TextStyle.AxisValue).ToArray();
        var (left, right) = (labels.Where(l => l.Anchor == Anchor.End).ToArray(), labels.Where(l => l.Anchor == Anchor.Start).ToArray());

        // 0, 20 … 100 on the left are 500, 40500 … 200500 on the right, in thousands.
        Assert.Equal(["0", "20", "40", "60", "80", "100"], left.Select(l => l.Text));
        Assert.Equal(["0.5", "40.5", "80.5", "120.5", "160.5", "200.5"], right.Select(l => l.Text));
        Assert.Equal(left.Select(l => l.Start.Y), right.Select(l => l.Start.Y));
        Assert.All(right, label => Assert.InRange(label.Box.Right, 0, Panel.Width));
        Assert.Contains(marks.OfType<Label>(), l => l is { Style: TextStyle.Unit, Text: "k requests", Anchor: Anchor.End });
    }

    [Fact]
    public void The_axis_on_the_right_is_written_as_its_format_says() => Assert.Contains(
        Marks("--right-axis", "0.125:0", "--right-axis-format", "%.2lf MB").OfType<Label>(), l => l.Text == "12.50 MB");

    [Fact]
    public void The_grid_of_values_is_the_one_asked_for()
    {
        var marks = Marks("--y-grid", "10:5", "--left-axis-format", "%.1lf MB", "--vertical-label", "written");
        Assert.Equal(["0.0 MB", "50.0 MB"], marks.OfType<Label>().Where(l => l.Style == TextStyle.AxisValue).Select(l => l.Text));
        Assert.Equal(9, marks.OfType<Rule>().Count(r => r is { Colour: Metrics.Grapher.Palette.Token.Grid } && r.From.Y == r.To.Y));
        Assert.Contains(marks.OfType<Label>(), l => l is { Style: TextStyle.Unit, Text: "written" });
    }

    [Theory, InlineData("1e-290:7"), InlineData("0.0001:1")]
    public void A_grid_that_is_too_fine_is_thinned(string grid) =>
        Assert.InRange(Marks("--y-grid", grid).OfType<Rule>().Count(r => r.From.Y == r.To.Y), 10, Panel.Height / 4 + 2);

    [Fact]
    public void Without_grids_only_the_line_of_zero_is_left()
    {
        var marks = Marks("--y-grid", "none", "--x-grid", "none");
        Assert.DoesNotContain(marks.OfType<Label>(), l => l.Style is TextStyle.AxisValue or TextStyle.AxisTime or TextStyle.AxisDate);
        Assert.Single(marks.OfType<Rule>());
    }

    [Fact]
    public void A_watermark_is_the_last_line_and_never_longer_than_the_picture()
    {
        var label = Assert.IsType<Label>(Marks("--watermark", new string('w', 400))[^1]);
        Assert.EndsWith("…", label.Text, StringComparison.Ordinal);
        Assert.InRange(label.Box.Right, 0, Panel.Width);
    }

    [Fact]
    public void A_picture_in_full_size_mode_has_the_width_and_height_that_are_said()
    {
        using var host = new SampleHost();
        host.Add("a", TimeSpan.FromHours(31), 10, _ => 4);
        string[] size = ["--width", "500", "--height", "300", "--title", "T"];
        var whole = host.Renderer.Around(Graph([.. size, "--full-size-mode", "DEF:v=a:AVERAGE", "LINE:v#FF0000:v"]), GraphRange.Day);
        var plot = host.Renderer.Around(Graph([.. size, "DEF:v=a:AVERAGE", "LINE:v#FF0000:v"]), GraphRange.Day);
        var wider = host.Renderer.Around(Graph([.. size, "--right-axis", "1:0", "DEF:v=a:AVERAGE", "LINE:v#FF0000:v"]), GraphRange.Day);

        Assert.Equal((500, 300, true), (whole.Width, whole.Height, whole.Title));
        Assert.Equal(560, plot.Width);
        Assert.InRange(plot.Height, 341, 400);
        Assert.Equal((592, plot.Height), (wider.Width, wider.Height));
    }

    [Theory]
    [InlineData("BACK#000000", GraphTheme.Dark, false), InlineData("BACK#202830", GraphTheme.Dark, false), InlineData("BACK#EEE", GraphTheme.Light, false)]
    [InlineData("BACK#00000000", GraphTheme.Light, true), InlineData("FONT#FF0000", GraphTheme.Light, false), InlineData("CANVAS#00F", GraphTheme.Light, false)]
    public void The_colour_of_the_ground_chooses_the_theme(string colour, GraphTheme theme, bool transparent)
    {
        using var host = new SampleHost();
        var picture = host.Renderer.Around(Graph("-c", colour, "DEF:v=a:AVERAGE", "LINE:v#FF0000:v"), GraphRange.Day);

        Assert.Equal((theme, transparent), (picture.Theme, picture.Transparent));
    }

    [Fact]
    public void An_invisible_grid_is_not_drawn()
    {
        Assert.Contains(Marks().OfType<Rule>(), r => r.Colour == Token.Grid);
        Assert.DoesNotContain(Marks("--color", "MGRID#00000000").OfType<Rule>(), r => r.Colour == Token.Grid);
    }

    [Fact]
    public void Only_the_graph_is_nothing_but_the_plot() => Assert.Empty(Marks("--only-graph").OfType<Label>());

    [Fact]
    public void Dashes_are_pieces_of_the_line_that_every_pen_draws()
    {
        var curves = Marks().OfType<Curve>().ToArray();

        Assert.True(curves.Length > 20, $"{curves.Length} pieces");
        Assert.All(curves, piece => Assert.InRange(piece.Points.Span[^1].X - piece.Points.Span[0].X, 0, 8.1));
    }

    [Fact]
    public void Markup_in_names_titles_and_legends_is_escaped()
    {
        const string hostile = "</text><script>alert(1)</script>&";
        using var host = new SampleHost();
        host.Add("a", TimeSpan.FromHours(31), 10, _ => 4);
        var graph = Graph(
            "--title", hostile, "--vertical-label", hostile, "--right-axis", "1:0", "--right-axis-label", hostile, "DEF:v=a:AVERAGE", $"LINE:v#FF0000:{hostile}", $"COMMENT:{hostile}",
            $"HRULE:3#00FF00:{hostile}", $"TICK:v#0000FF:0.1:{hostile}");

        var svg = Encoding.UTF8.GetString(host.Renderer.Svg(graph, GraphRange.Day, host.Renderer.Around(graph, GraphRange.Day)));

        Assert.NotNull(XDocument.Parse(svg).Root);
        Assert.DoesNotContain("<script", svg, StringComparison.Ordinal);
        Assert.Contains("&lt;/text&gt;&lt;script&gt;", svg, StringComparison.Ordinal);
    }

    private static GraphDefinition Graph(params string[] arguments) => GraphDefinition.Of("graph", "other", GraphProgram.Parse(arguments));

    private static (double, double) Axis(params string[] options)
    {
        var labels = Marks(options).OfType<Label>().Where(l => l.Style == TextStyle.AxisValue).Select(l => double.Parse(l.Text, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        return (labels.Min(), labels.Max());
    }

    private static IReadOnlyList<Mark> Marks(params string[] options)
    {
        using var host = new SampleHost();
        host.Add("a", TimeSpan.FromHours(31), 10, h => 85 + 4 * Math.Sin(h));
        var graph = Graph([.. options, "DEF:v=a:AVERAGE", "LINE2:v#FF0000:v:dashes=8,4"]);
        return host.Renderer.Lay(graph, GraphRange.Day, Panel).Layout.Marks;
    }
}
