using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Metrics.Grapher.Language;
using Metrics.Grapher.Layout;

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

        Assert.All(data.Series[0].Base!, below => Assert.Equal(10, below));
        Assert.Equal(10, data.Series[1].Base![2]);
        Assert.Equal(15, data.Series[1].Base![^2]);
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
    public void Only_the_graph_is_nothing_but_the_plot() => Assert.Empty(Marks("--only-graph").OfType<Label>());

    [Fact]
    public void Dashes_are_pieces_of_the_line_that_every_pen_draws()
    {
        var curves = Marks().OfType<Curve>().ToArray();

        Assert.True(curves.Length > 20, $"{curves.Length} pieces");
        Assert.All(curves, piece => Assert.InRange(piece.Points[^1].X - piece.Points[0].X, 0, 8.1));
    }

    [Fact]
    public void Markup_in_names_titles_and_legends_is_escaped()
    {
        const string hostile = "</text><script>alert(1)</script>&";
        using var host = new SampleHost();
        host.Add("a", TimeSpan.FromHours(31), 10, _ => 4);
        var graph = Graph("--title", hostile, "--vertical-label", hostile, "DEF:v=a:AVERAGE", $"LINE:v#FF0000:{hostile}", $"COMMENT:{hostile}",
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
