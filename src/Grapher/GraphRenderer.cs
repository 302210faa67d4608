using Metrics.Grapher.Axes;
using Metrics.Grapher.Data;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Pens;
using Metrics.RrdStore;

namespace Metrics.Grapher;

/// <summary>Draws graphs of the series in a store. Safe for many threads.</summary>
/// <param name="store">Where the values are.</param>
/// <param name="zone">The zone whose midnights and hours the time axis shows.</param>
/// <param name="time">The clock that "now" comes from.</param>
public sealed class GraphRenderer(RoundRobinStore store, TimeZoneInfo zone, TimeProvider time)
{
    private readonly GraphReader reader = new(store, time);
    private readonly LocalClock clock = new(zone);

    /// <summary>Draws a graph as PNG.</summary>
    /// <param name="definition">What to draw.</param>
    /// <param name="range">The time to show; it shrinks to the data while there is less than a sixth of it.</param>
    /// <param name="options">Size and colours.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size, scale or range is beyond its limits.</exception>
    public byte[] Png(GraphDefinition definition, GraphRange range, PictureOptions options) =>
        PngPen.Draw(Lay(definition, range, options), options.Theme, options.Scale);

    /// <summary>The numbers and the sentence of a graph over a range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is beyond its limits.</exception>
    public GraphSummary Summarize(GraphDefinition definition, GraphRange range)
    {
        range.Check();
        return Summaries.Of(definition, range, reader.ForNumbers(definition, range), clock);
    }

    /// <summary>The layout that the pens draw.</summary>
    internal GraphLayout Lay(GraphDefinition definition, GraphRange range, PictureOptions options)
    {
        range.Check();
        options.Check();
        return GraphLayouter.Lay(definition, reader.ForPicture(definition, range, options.Width), options, clock);
    }
}
