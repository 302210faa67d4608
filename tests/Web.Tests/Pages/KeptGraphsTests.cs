using Metrics.Grapher;
using Metrics.RrdStore;
using Metrics.Web.Pages;
using Metrics.Web.Tests.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Web.Tests.Pages;

/// <summary>Numbers and drawings that are kept for pages; the clock stands still.</summary>
public sealed class KeptGraphsTests(SecuredServer server) : IClassFixture<SecuredServer>
{
    private KeptGraphs Kept => server.Services.GetRequiredService<KeptGraphs>();

    private GraphDefinition Graph => server.Services.GetRequiredService<GraphCatalog>().Find(server.Graph)!;

    [Fact]
    public void What_has_nothing_new_is_not_made_again()
    {
        Assert.Same(Kept.Summarize(Graph, GraphRange.Day), Kept.Summarize(Graph, GraphRange.Day));
        Assert.Same(Inline(GraphRange.Day, 344), Inline(GraphRange.Day, 344));
        Assert.Same(Kept.Summarize(Graph, GraphRange.Day, Graph.Series[0]), Kept.Summarize(Graph, GraphRange.Day, Graph.Series[0]));
    }

    [Fact]
    public void Another_range_width_or_series_is_another_one()
    {
        Assert.NotSame(Kept.Summarize(Graph, GraphRange.Day), Kept.Summarize(Graph, GraphRange.Week));
        Assert.NotSame(Inline(GraphRange.Day, 344), Inline(GraphRange.Day, 620));
        Assert.NotSame(Kept.Summarize(Graph, GraphRange.Day, Graph.Series[0]), Kept.Summarize(Graph, GraphRange.Day, Graph.Series[1]));
        Assert.NotSame(Kept.Summarize(Graph, GraphRange.Day), Kept.Summarize(Graph, GraphRange.Day, Graph.Series[0]));
    }

    [Fact]
    public void A_new_reading_makes_it_anew()
    {
        var store = server.Services.GetRequiredService<RoundRobinStore>();
        Assert.True(store.TryFind(SeriesName.Parse("net.eth9.in"), out var series));
        var (summary, drawing) = (Kept.Summarize(Graph, GraphRange.Day), Inline(GraphRange.Day, 344));
        store.Append([Reading.Of(series.Id, (store.Latest(series.Id).UnixSeconds + 10) * 1_000_000, 1_000)]);

        Assert.NotSame(summary, Kept.Summarize(Graph, GraphRange.Day));
        Assert.NotSame(drawing, Inline(GraphRange.Day, 344));
        Assert.Equal(8_000, Kept.Summarize(Graph, GraphRange.Day).Series[0].Now);
    }

    [Fact]
    public void A_graph_that_is_made_for_one_page_is_not_kept()
    {
        var own = Graph with { Title = "Own" };

        Assert.NotSame(Kept.Summarize(own, GraphRange.Day), Kept.Summarize(own, GraphRange.Day));
    }

    private InlineGraph Inline(GraphRange range, int width) => Kept.Inline(Graph, range, width, 176);
}
