using System.Collections.Immutable;
using Metrics.Grapher;
using Metrics.Web.Configuration;

namespace Metrics.Web.Pages;

/// <summary>Chooses the numbers on top of the overview: those that the configuration names, else the first of each kind that answers
/// "is it all right?".</summary>
internal sealed class Tiles(ServerOptions options, GraphCatalog graphs, GraphRenderer renderer)
{
    private const int Most = 6;

    /// <summary>Kinds of values by what an administrator asks first: from how many graphs, and how many series of each.</summary>
    private static readonly (GraphUnit Unit, int Graphs, int Series)[] Wanted =
    [
        (GraphUnit.Celsius, 1, 1), (GraphUnit.Load, 1, 1), (GraphUnit.BitsPerSecond, 1, 2), (GraphUnit.Bytes, 2, 1), (GraphUnit.BytesPerSecond, 1, 2),
    ];

    /// <summary>The tiles, at most six.</summary>
    public ImmutableArray<TileModel> Make(PageFrame frame) => [.. Chosen().Take(Most).Select(pair => Make(frame, pair.Graph, pair.Series))];

    private IEnumerable<(GraphDefinition Graph, GraphSeries Series)> Chosen() => options.Tiles.Count > 0
        ? options.Tiles.SelectMany(name => All().Where(pair => pair.Series.Series.Value == name).Take(1))
        : Wanted.SelectMany(kind => graphs.Graphs.Where(graph => graph.OnOverview && graph.Unit == kind.Unit).Take(kind.Graphs)
            .SelectMany(graph => graph.Series.Take(kind.Series).Select(series => (graph, series))));

    private IEnumerable<(GraphDefinition Graph, GraphSeries Series)> All() =>
        graphs.Graphs.SelectMany(graph => graph.Series.Select(series => (graph, series)));

    private TileModel Make(PageFrame frame, GraphDefinition graph, GraphSeries series)
    {
        var summary = renderer.Summarize(graph with { Series = [series] }, GraphRange.Day);
        var values = summary.Series[0];
        var (number, unit) = ValueFormat.Split(values.Now, graph.Unit);
        var context = summary.Stale ? $"no data since {frame.Clock(summary.LastDataSeconds)}"
            : double.IsNaN(values.Highest) ? ""
            : $"highest {ValueFormat.Format(values.Highest, graph.Unit)}, {frame.Clock(values.HighestAt)}";
        return new TileModel(graph, series, Title(graph, series), number, unit, context, summary.Stale);
    }

    /// <summary>A sensor says what it is; other labels need their graph's title before them.</summary>
    private static string Title(GraphDefinition graph, GraphSeries series) => graph switch
    {
        { Unit: GraphUnit.Celsius } => series.Label,
        { Unit: GraphUnit.Load } or { Series.Length: 1 } => graph.Title,
        _ => $"{graph.Title} {Words.InSentence(series.Label)}",
    };
}
