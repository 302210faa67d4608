using System.Collections;
using Metrics.Grapher;
using Metrics.Web.Configuration;

namespace Metrics.Web.Tests.Configuration;

public class GraphTableTests
{
    [Fact]
    public void A_few_keys_make_a_graph()
    {
        var graph = Assert.Single(Read("""
            [graph."net.up"]
            series = ["net.eth0.in", "net.*.out"]
            kind = ["area", "line"]
            unit = "b/s"
            min = 0
            max = 1e9
            title = "Uplinks"
            section = "network"
            overview = false
            thresholds = [5e8, { value = 8e8, label = "committed", level = "warning" }]
            """));

        Assert.Equal(("net.up", "network", "Uplinks", false), (graph.Name, graph.Section, graph.Title, graph.OnOverview));
        Assert.Equal(["net.eth0.in", "net.*.out"], graph.Series);
        Assert.Equal([SeriesShape.Area, SeriesShape.Line], graph.Shapes);
        Assert.Equal((GraphUnit.BitsPerSecond, 0, 1e9), (graph.Unit, graph.Minimum, graph.Maximum));
        Assert.Equal([new(5e8, "", ThresholdLevel.Reference), new(8e8, "committed", ThresholdLevel.Warning)], graph.Thresholds);
    }

    [Theory]
    [InlineData("[graph.net.eth0]\nseries = \"a\"", "net.eth0")]
    [InlineData("[graph]\nx = { series = \"a\" }", "x")]
    [InlineData("graph.x.series = \"a\"", "x")]
    [InlineData("[graph.'title']\nseries = 'a'", "title")]
    [InlineData("[graph.\"<b>&\"]\nseries = 'a'", "<b>&")]
    public void A_graph_may_be_written_in_every_way_of_TOML(string text, string name) => Assert.Equal(name, Assert.Single(Read(text)).Name);

    [Fact]
    public void A_graph_of_a_later_file_takes_the_place_of_the_whole_earlier_one()
    {
        using var directory = new TemporaryDirectory();
        var main = directory.Write("metrics.toml", "[graph.a]\nseries = 'x'\ntitle = 'One'\n[graph.b]\nseries = 'y'\n");
        Directory.CreateDirectory(directory["conf.d"]);
        directory.Write("conf.d/10.toml", "[graph.a]\nrrdgraph = 'COMMENT:two'\n");

        var config = ConfigReader.Read(main, new Hashtable());

        Assert.Empty(config.Faults);
        Assert.Equal(["a", "b"], config.Settings.Graphs.Select(graph => graph.Name));
        Assert.Null(config.Settings.Graphs[0].Title);
        Assert.NotNull(config.Settings.Graphs[0].Program);
    }

    [Fact]
    public void A_text_of_a_megabyte_is_refused_before_it_is_read()
    {
        using var directory = new TemporaryDirectory();
        var config = ConfigReader.Read(directory.Write("metrics.toml", $"[graph.a]\nrrdgraph = '''{new string('x', 1_000_000)}'''\n"), new Hashtable());

        Assert.Contains("2:15: The text has 1,000,000 characters; at most 65,536 are taken.", Assert.Single(config.Faults).ToString(), StringComparison.Ordinal);
    }

    private static IReadOnlyList<GraphTemplate> Read(string text)
    {
        using var directory = new TemporaryDirectory();
        var config = ConfigReader.Read(directory.Write("metrics.toml", text), new Hashtable());
        Assert.Equal([], config.Faults.Select(fault => fault.ToString()));
        return config.Settings.Graphs;
    }
}
