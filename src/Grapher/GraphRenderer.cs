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
        PngPen.Draw(Lay(definition, range, options).Layout, options);

    /// <summary>Draws a graph as WebP without loss: the pixels of the PNG.</summary>
    /// <param name="definition">What to draw.</param>
    /// <param name="range">The time to show; it shrinks to the data while there is less than a sixth of it.</param>
    /// <param name="options">Size and colours.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size, scale or range is beyond its limits.</exception>
    public byte[] Webp(GraphDefinition definition, GraphRange range, PictureOptions options) =>
        PngPen.DrawWebp(Lay(definition, range, options).Layout, options);

    /// <summary>Draws a graph as a PDF of one page: vectors, and text that can be searched and copied.</summary>
    /// <param name="definition">What to draw.</param>
    /// <param name="range">The time to show; it shrinks to the data while there is less than a sixth of it.</param>
    /// <param name="options">Size and colours; the scale means nothing here.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size or range is beyond its limits.</exception>
    public byte[] Pdf(GraphDefinition definition, GraphRange range, PictureOptions options)
    {
        var (layout, data) = Lay(definition, range, options);
        var sentence = Summaries.Of(definition, range, data, clock).Sentence;
        // The document is dated by its data, so that the same data give the same bytes.
        return PdfPen.Draw(layout, options, $"{definition.Title}, {range.Name}", sentence, DateTimeOffset.FromUnixTimeSeconds(data.End));
    }

    /// <summary>Draws a graph as SVG 1.1 in UTF-8, with title and description for those who do not see it.</summary>
    /// <param name="definition">What to draw.</param>
    /// <param name="range">The time to show; it shrinks to the data while there is less than a sixth of it.</param>
    /// <param name="options">Size and colours; the scale means nothing here.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size or range is beyond its limits.</exception>
    public byte[] Svg(GraphDefinition definition, GraphRange range, PictureOptions options)
    {
        var (layout, data) = Lay(definition, range, options);
        var sentence = Summaries.Of(definition, range, data, clock).Sentence;
        var id = $"{definition.Name}-{range.Name}-{options.Width}";
        return SvgPen.Draw(layout, options.Theme, options.Inline, !options.Transparent, id, $"{definition.Title}, {range.Name}", sentence);
    }

    /// <summary>The values of a graph as CSV (RFC 4180, UTF-8): time in UTC, then average, lowest and highest of each series.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is beyond its limits.</exception>
    public byte[] Csv(GraphDefinition definition, GraphRange range) => CsvPen.Draw(Read(definition, range));

    /// <summary>The values of a graph as JSON: times in seconds since the epoch, unknown as null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is beyond its limits.</exception>
    public byte[] Json(GraphDefinition definition, GraphRange range)
    {
        var data = Read(definition, range);
        return JsonPen.Draw(definition, data, Summaries.Of(definition, range, data, clock).Sentence);
    }

    /// <summary>A graph as plain text in UTF-8: its sentence, and a line of blocks for each series.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is beyond its limits.</exception>
    public byte[] Text(GraphDefinition definition, GraphRange range)
    {
        var data = Read(definition, range);
        return TextPen.Draw(definition, data, Summaries.Of(definition, range, data, clock).Sentence);
    }

    /// <summary>The rules of inline graphs, to be part of a page's style sheet; they follow the reader's light or dark.</summary>
    public static string StyleSheet { get; } = SvgStyle.Of(GraphTheme.Auto);

    /// <summary>The numbers and the sentence of a graph over a range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is beyond its limits.</exception>
    public GraphSummary Summarize(GraphDefinition definition, GraphRange range)
    {
        range.Check();
        return Summaries.Of(Whole(definition), range, reader.ForNumbers(definition, range), clock);
    }

    /// <summary>The graph with the line of its whole, where the newest value of that is known.</summary>
    private GraphDefinition Whole(GraphDefinition definition) =>
        definition.Whole is { } whole && store.TryFind(whole.Series, out var series) && store.Latest(series.Id).Value is var value && !double.IsNaN(value)
            ? definition with
            {
                Thresholds = definition.Thresholds.Add(new(value, $"{ValueFormat.Format(value, definition.Unit)} {whole.Label}", ThresholdLevel.Reference)),
            }
            : definition;

    private GraphData Read(GraphDefinition definition, GraphRange range)
    {
        const int largePicture = 840;
        range.Check();
        return reader.ForPicture(definition, range, largePicture);
    }

    /// <summary>The layout that the pens draw, and the values it shows.</summary>
    internal (GraphLayout Layout, GraphData Data) Lay(GraphDefinition definition, GraphRange range, PictureOptions options)
    {
        range.Check();
        options.Check();
        var data = reader.ForPicture(definition, range, options.Width);
        return (GraphLayouter.Lay(Whole(definition), data, options, clock), data);
    }
}
