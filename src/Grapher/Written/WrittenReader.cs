using Metrics.Grapher.Data;
using Metrics.Grapher.Language;
using Metrics.RrdStore;

namespace Metrics.Grapher.Written;

/// <summary>Works texts of the graph language out over the ranges of pages and pictures.</summary>
/// <param name="columns">Where values come from.</param>
/// <param name="store">The store behind them, which knows when data begin and end; null when there is none.</param>
/// <param name="reader">Knows which stretch of time a range is.</param>
/// <param name="zone">The zone of days in texts.</param>
/// <param name="time">The clock.</param>
internal sealed class WrittenReader(IColumnReader columns, RoundRobinStore? store, GraphReader? reader, TimeZoneInfo zone,
    TimeProvider time)
{
    private const int FiveMinutes = 300, LongestInSeconds = 7_200, MostNumbers = 12_000;

    /// <summary>Reads for a picture of a width in CSS pixels.</summary>
    /// <exception cref="GraphLanguageException">The text cannot be worked out over the range.</exception>
    public (GraphDefinition Definition, GraphData Data) ForPicture(GraphDefinition definition, GraphRange range, int plotWidth) =>
        Read(definition, range, _ => plotWidth);

    /// <summary>Reads for numbers: in rows of about 5 minutes, in finer ones under two hours.</summary>
    /// <exception cref="GraphLanguageException">The text cannot be worked out over the range.</exception>
    public (GraphDefinition Definition, GraphData Data) ForNumbers(GraphDefinition definition, GraphRange range) => Read(definition, range,
        seconds => (int)Math.Clamp(seconds >= LongestInSeconds ? seconds / FiveMinutes : seconds, 1, MostNumbers));

    private (GraphDefinition, GraphData) Read(GraphDefinition definition, GraphRange range, Func<long, int> widthFor)
    {
        var now = time.GetUtcNow();
        SeriesInfo[] known = [.. definition.Sources.Select(Find).OfType<SeriesInfo>()];
        var begins = known.Min(s => store!.FirstKnown(s.Id) - s.Definition.Schema.StepSeconds);
        var end = range.End ?? now;
        var (from, to) = reader?.Span(range, known, now.ToUnixTimeSeconds(), begins)
            ?? (end.ToUnixTimeSeconds() - (long)range.Span.TotalSeconds, end.ToUnixTimeSeconds());
        var width = widthFor(to - from);
        var graph = definition.Program!.Evaluate(columns, new GraphContext(now, zone) { Range = new TimeRange(from, to), Width = width });
        return WrittenGraph.Of(definition, graph, width, begins, now.ToUnixTimeSeconds(), range.End is null);
    }

    private SeriesInfo? Find(SeriesName name) => store is not null && store.TryFind(name, out var info) ? info : null;
}
