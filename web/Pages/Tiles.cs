using System.Collections.Immutable;
using Metrics.Grapher;
using Metrics.Web.Configuration;

namespace Metrics.Web.Pages;

/// <summary>Chooses the numbers on top of the overview: those that the configuration names, else the first of each kind that answers
/// "is it all right?".</summary>
internal sealed class Tiles(ServerOptions options, GraphCatalog graphs, GraphRenderer renderer, TimeProvider time)
{
    private const int Most = 6;

    /// <summary>Kinds of values by what an administrator asks first, and how many of each.</summary>
    private static readonly (GraphUnit Unit, int Count)[] Wanted =
    [
        (GraphUnit.Celsius, 1), (GraphUnit.Load, 1), (GraphUnit.BitsPerSecond, 2), (GraphUnit.Bytes, 1), (GraphUnit.Percent, 2), (GraphUnit.BytesPerSecond, 2),
    ];

    /// <summary>The tiles, at most six.</summary>
    public ImmutableArray<TileModel> Make(PageFrame frame) =>
        [.. Chosen().Take(Most).Select(pair => Make(frame, pair.Graph, pair.Series))];

    private IEnumerable<(GraphDefinition Graph, GraphSeries Series)> Chosen() => options.Tiles.Count > 0
        ? options.Tiles.Select(Find).Where(pair => pair.Graph is not null)
        : Wanted.SelectMany(kind => graphs.Graphs.Where(graph => graph.Unit == kind.Unit).Take(1)
            .SelectMany(graph => graph.Series.Take(kind.Count).Select(series => (graph, series))));

    private (GraphDefinition Graph, GraphSeries Series) Find(string name) =>
        graphs.Graphs.SelectMany(graph => graph.Series.Select(series => (graph, series))).FirstOrDefault(pair => pair.series.Series.Value == name);

    private TileModel Make(PageFrame frame, GraphDefinition graph, GraphSeries series)
    {
        var summary = renderer.Summarize(graph, GraphRange.Day);
        var values = summary.Series.First(s => s.Series == series);
        var (number, unit) = ValueFormat.Split(values.Now, graph.Unit);
        var stale = time.GetUtcNow().ToUnixTimeSeconds() - summary.LastDataSeconds > 3L * graphs.StepOf(graph);
        var context = double.IsNaN(values.Highest)
            ? ""
            : $"highest {ValueFormat.Format(values.Highest, graph.Unit)}, {frame.Clock(values.HighestAt)}";
        return new TileModel(graph, Title(graph, series), number, unit, context, stale);
    }

    private static string Title(GraphDefinition graph, GraphSeries series) =>
        graph.Series.Length == 1 || graph.Title.Contains(series.Label, StringComparison.OrdinalIgnoreCase) ? graph.Title : $"{graph.Title}, {series.Label}";
}
