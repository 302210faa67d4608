using System.Collections.Immutable;
using Metrics.Grapher;
using Metrics.Web.Configuration;
using Metrics.Web.Endpoints;

namespace Metrics.Web.Pages;

/// <summary>Chooses the numbers on top of the overview: those that the configuration names, else the first of each kind that answers
/// "is it all right?".</summary>
internal sealed class Tiles(ServerOptions options, GraphCatalog graphs, KeptGraphs kept, DiskSpaces disks)
{
    private const int Most = 6;

    /// <summary>What today and yesterday are compared by: the mean of so many seconds, since what one reading says is chance.</summary>
    private const int ComparedSeconds = 300;

    private const int DaySeconds = 86_400;

    /// <summary>Kinds of values by what an administrator asks first, and how many series of their first graph.</summary>
    private static readonly (GraphUnit Unit, int Series)[] Wanted =
        [(GraphUnit.Celsius, 1), (GraphUnit.Load, 1), (GraphUnit.BitsPerSecond, 2), (GraphUnit.Bytes, 1), (GraphUnit.BytesPerSecond, 2)];

    /// <summary>The tiles, at most six.</summary>
    public ImmutableArray<TileModel> Make(PageFrame frame) => [.. Chosen().Take(Most).Select(pair => Make(frame, pair.Graph, pair.Series))];

    private IEnumerable<(GraphDefinition Graph, GraphSeries Series)> Chosen() => options.Tiles.Count > 0
        ? options.Tiles.SelectMany(name => All().Where(pair => pair.Series.Series.Value == name).Take(1))
        : Wanted.SelectMany(kind => First(kind.Unit).SelectMany(graph => graph.Series.Take(kind.Series).Select(series => (graph, series))));

    /// <summary>The first graph of a unit; of sizes, memory and the file system that is fullest.</summary>
    private IEnumerable<GraphDefinition> First(GraphUnit unit)
    {
        var first = graphs.Graphs.Where(graph => graph.OnOverview && graph.Unit == unit && !DiskSpaces.IsSpace(graph)).Take(1);
        return unit == GraphUnit.Bytes && disks.Fullest is { } fullest ? first.Append(fullest.Graph) : first;
    }

    private IEnumerable<(GraphDefinition Graph, GraphSeries Series)> All() =>
        graphs.Graphs.SelectMany(graph => graph.Series.Select(series => (graph, series)));

    private TileModel Make(PageFrame frame, GraphDefinition graph, GraphSeries series)
    {
        var summary = kept.Summarize(graph, GraphRange.Day, series);
        var values = summary.Series[0];
        var (number, unit) = ValueFormat.Split(values.Now, graph.Unit);
        var context = summary.Stale ? $"no data since {frame.Clock(summary.LastDataSeconds)}"
            : disks.Of(graph) is { } disk ? $"{disk.ShareInWords} full, of {ValueFormat.Format(disk.Size, graph.Unit)}"
            : graphs.WholeOf(graph) is > 0 and var whole && !double.IsNaN(values.Now)
                ? $"{ValueFormat.Format(100 * values.Now / whole, GraphUnit.Percent)} of {ValueFormat.Format(whole, graph.Unit)}"
            : graph.Unit == GraphUnit.BitsPerSecond && OnYesterday(graph, series, frame.Now.ToUnixTimeSeconds()) is { } change ? change
            : double.IsNaN(values.Highest) ? ""
            : $"highest {ValueFormat.Format(values.Highest, graph.Unit)}, {frame.Clock(values.HighestAt)}";
        return new TileModel(graph, series, graph.Unit == GraphUnit.Load ? graph.Title : Words.TitleOf(graph, series), number, unit, context, summary.Stale);
    }

    /// <summary>How it differs from the same time yesterday: traffic goes up and down with the day. Null when there is nothing to compare.</summary>
    private string? OnYesterday(GraphDefinition graph, GraphSeries series, long now)
    {
        var end = now - now % ComparedSeconds;
        return Words.OnYesterday(Mean(end), Mean(end - DaySeconds));

        double Mean(long until) => kept.Summarize(graph, Interval.Of(until - ComparedSeconds, until, out _)!, series).Series[0].Average;
    }
}
