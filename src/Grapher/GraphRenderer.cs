using System.Collections.Immutable;
using System.Text;
using Metrics.Grapher.Axes;
using Metrics.Grapher.Data;
using Metrics.Grapher.Language;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Pens;
using Metrics.Grapher.Written;
using Metrics.RrdStore;

namespace Metrics.Grapher;

/// <summary>Draws graphs of the series in a store. Safe for many threads.</summary>
/// <remarks>A graph that a text in the language of rrdgraph makes is worked out anew for each picture: every method can throw
/// <see cref="GraphLanguageException"/> then, when that takes too much or makes no sense over the range.</remarks>
public sealed class GraphRenderer
{
    private readonly RoundRobinStore? store;
    private readonly GraphReader? reader;
    private readonly WrittenReader written;
    private readonly LocalClock clock;

    /// <summary>Draws from a store.</summary>
    /// <param name="store">Where the values are. A text may name series that are not there yet: their values are unknown.</param>
    /// <param name="zone">The zone whose midnights and hours the time axis shows.</param>
    /// <param name="time">The clock that "now" comes from.</param>
    public GraphRenderer(RoundRobinStore store, TimeZoneInfo zone, TimeProvider time)
    {
        this.store = store;
        reader = new GraphReader(store, time);
        written = new WrittenReader(new StoreColumnReader(store) { TakesAnyName = true }, store, reader, zone, time);
        clock = new LocalClock(zone);
    }

    /// <summary>Draws from anywhere, only graphs that have a <see cref="GraphDefinition.Program"/>.</summary>
    /// <param name="columns">Where the values are.</param>
    /// <param name="zone">The zone whose midnights and hours the time axis shows.</param>
    /// <param name="time">The clock that "now" comes from.</param>
    public GraphRenderer(IColumnReader columns, TimeZoneInfo zone, TimeProvider time)
    {
        written = new WrittenReader(columns, null, null, zone, time);
        clock = new LocalClock(zone);
    }

    /// <summary>Draws a graph as PNG of at most 256 colours.</summary>
    /// <param name="definition">What to draw.</param>
    /// <param name="range">The time to show; it shrinks to the data while there is less than a sixth of it.</param>
    /// <param name="options">Size and colours.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size, scale or range is beyond its limits.</exception>
    public byte[] Png(GraphDefinition definition, GraphRange range, PictureOptions options)
    {
        using var memory = Workspace.Rent();
        return PngPen.Draw(Lay(definition, range, options, memory).Layout, options);
    }

    /// <summary>Draws a graph as WebP without loss: the pixels of the PNG.</summary>
    /// <param name="definition">What to draw.</param>
    /// <param name="range">The time to show; it shrinks to the data while there is less than a sixth of it.</param>
    /// <param name="options">Size and colours.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size, scale or range is beyond its limits.</exception>
    public byte[] Webp(GraphDefinition definition, GraphRange range, PictureOptions options)
    {
        using var memory = Workspace.Rent();
        return PngPen.DrawWebp(Lay(definition, range, options, memory).Layout, options);
    }

    /// <summary>Draws a graph as a PDF of one page: vectors, and text that can be searched and copied.</summary>
    /// <param name="definition">What to draw.</param>
    /// <param name="range">The time to show; it shrinks to the data while there is less than a sixth of it.</param>
    /// <param name="options">Size and colours; the scale means nothing here.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size or range is beyond its limits.</exception>
    public byte[] Pdf(GraphDefinition definition, GraphRange range, PictureOptions options)
    {
        using var memory = Workspace.Rent();
        var (layout, data, drawn) = Lay(definition, range, options, memory);
        var sentence = Summaries.Sentence(drawn, range, data, clock, memory);
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
        using var memory = Workspace.Rent();
        var (layout, data, drawn) = Lay(definition, range, options, memory);
        var sentence = Summaries.Sentence(drawn, range, data, clock, memory);
        return SvgPen.Draw(
            layout, options.Theme, options.Inline, !options.Transparent, IdOf(definition, range, options),
            $"{definition.Title}, {range.Name}", sentence);
    }

    /// <summary>The values of a graph as CSV (RFC 4180, UTF-8): time in UTC, then average, lowest and highest of each series; or the table
    /// that a text makes with XPORT.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is beyond its limits.</exception>
    public byte[] Csv(GraphDefinition definition, GraphRange range)
    {
        using var memory = Workspace.Rent();
        return Read(definition, range, memory) is var data && data.Written?.Table is { } table ? CsvPen.Draw(table) : CsvPen.Draw(data);
    }

    /// <summary>The values of a graph as JSON: times in seconds since the epoch, unknown as null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is beyond its limits.</exception>
    public byte[] Json(GraphDefinition definition, GraphRange range)
    {
        using var memory = Workspace.Rent();
        var data = Read(definition, range, memory);
        return JsonPen.Draw(definition, data, Summaries.Sentence(definition, range, data, clock, memory));
    }

    /// <summary>A graph as plain text in UTF-8: its sentence, and a line of blocks for each series.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is beyond its limits.</exception>
    public byte[] Text(GraphDefinition definition, GraphRange range)
    {
        using var memory = Workspace.Rent();
        var data = Read(definition, range, memory);
        return TextPen.Draw(definition, data, Summaries.Sentence(definition, range, data, clock, memory));
    }

    /// <summary>Draws a graph to be part of a page. Its name and the width of the picture, together, must be there once on the
    /// page.</summary>
    /// <param name="definition">What to draw.</param>
    /// <param name="range">The time to show; it shrinks to the data while there is less than a sixth of it.</param>
    /// <param name="options">Size, title and legend; theme and scale mean nothing here.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size or range is beyond its limits.</exception>
    public InlineGraph Inline(GraphDefinition definition, GraphRange range, PictureOptions options)
    {
        using var memory = Workspace.Rent();
        var (layout, data, drawn) = Lay(definition, range, options, memory);
        var sentence = Summaries.Sentence(drawn, range, data, clock, memory);
        var svg = SvgPen.Draw(
            layout, options.Theme, inline: true, ground: false, IdOf(definition, range, options), $"{definition.Title}, {range.Name}",
            sentence);
        return new(Encoding.UTF8.GetString(svg), layout.Plot.Left, layout.Plot.Right, data.Start, data.End);
    }

    /// <summary>The rules of inline graphs, to be part of a page's style sheet. They follow the reader's light or dark, or the attribute
    /// <c>data-theme</c> of the page's root.</summary>
    public static string StyleSheet { get; } = SvgStyle.OfPages();

    /// <summary>The numbers and the sentence of a graph over a range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is beyond its limits.</exception>
    public GraphSummary Summarize(GraphDefinition definition, GraphRange range)
    {
        range.Check();
        using var memory = Workspace.Rent();
        var (drawn, data) = definition.Program is null
            ? (Whole(definition), FromStore.ForNumbers(definition, range, memory))
            : written.ForNumbers(definition, range);
        return Summaries.Of(drawn, range, data, clock, memory);
    }

    /// <summary>What the PRINT statements of a graph's text say; nothing of a graph without one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size or range is beyond its limits.</exception>
    public ImmutableArray<string> Prints(GraphDefinition definition, GraphRange range, PictureOptions options)
    {
        using var memory = Workspace.Rent();
        return definition.Program is null ? [] : Lay(definition, range, options, memory).Data.Written!.Prints;
    }

    /// <summary>The picture whose plot has the width and height of a text's options, with room around it for title and legend, or which has
    /// them itself in full-size mode; on the ground that the text's colours ask for.</summary>
    /// <exception cref="ArgumentException">The graph has no text.</exception>
    public PictureOptions Around(GraphDefinition definition, GraphRange range)
    {
        var options = definition.Program?.Options
            ?? throw new ArgumentException("The graph has no text that says its size.", nameof(definition));
        range.Check();
        if (options.OnlyGraph)
            return Sized(options.Width, options.Height) with { Legend = false };
        var hasTitle = options.Title.Length > 0;
        if (options.FullSizeMode)
            return Sized(options.Width, options.Height) with { Title = hasTitle };
        var hasRightAxis = options.RightAxis is not null;
        var plot = Sized(PlotFrame.Around(options.Width, options.Height, 0, 0, hasRightAxis).Width, options.Height);
        var (drawn, data) = written.ForPicture(definition, range, options.Width);
        var (width, height) = PlotFrame.Around(options.Width, options.Height, hasTitle ? PlotFrame.TitleHeight : 0,
            GraphLegend.Of(drawn, data, [], plot.Width, clock).Height, hasRightAxis);
        return Sized(width, height) with { Title = hasTitle };

        PictureOptions Sized(int width, int height) => new(
            Math.Clamp(width, PictureOptions.LeastWidth, PictureOptions.MostWidth),
            Math.Clamp(height, PictureOptions.LeastHeight, PictureOptions.MostHeight))
        {
            Theme = options.Theme ?? GraphTheme.Light,
            Transparent = options.Transparent,
        };
    }

    private static string IdOf(GraphDefinition definition, GraphRange range, PictureOptions options) =>
        $"{definition.Name}-{range.Name}-{options.Width}";

    /// <summary>The graph with the line of its whole, where the newest value of that is known.</summary>
    private GraphDefinition Whole(GraphDefinition definition) =>
        definition.Whole is { } whole && store is not null && store.TryFind(whole.Series, out var series)
            && store.Latest(series.Id).Value is var value && !double.IsNaN(value)
            ? definition with
            {
                Thresholds = definition.Thresholds.Add(new(value, $"{ValueFormat.Format(value, definition.Unit)} {whole.Label}",
                    ThresholdLevel.Reference)),
            }
            : definition;

    private GraphReader FromStore =>
        reader ?? throw new InvalidOperationException("Only graphs that have a text can be drawn without a store.");

    private GraphData Read(GraphDefinition definition, GraphRange range, Workspace memory)
    {
        const int largePicture = 840;
        range.Check();
        return definition.Program is null
            ? FromStore.ForPicture(definition, range, largePicture, memory)
            : written.ForPicture(definition, range, largePicture).Data;
    }

    /// <summary>The layout that the pens draw, the values it shows, and the definition with the levels that depend on them. They are
    /// there as long as the memory is rented.</summary>
    internal (GraphLayout Layout, GraphData Data, GraphDefinition Drawn) Lay(
        GraphDefinition definition, GraphRange range, PictureOptions options, Workspace memory)
    {
        range.Check();
        options.Check();
        var (drawn, data) = definition.Program is null
            ? (Whole(definition), FromStore.ForPicture(definition, range, options.Width, memory))
            : written.ForPicture(definition, range, PlotFrame.WidthIn(options.Width));
        return (GraphLayouter.Lay(drawn, data, options, clock, Compared(definition, options, memory), memory), data, drawn);
    }

    /// <summary>What the value axis takes into account besides the time shown.</summary>
    private GraphData[] Compared(GraphDefinition definition, PictureOptions options, Workspace memory) => options.CommonScale
        ? [.. GraphRange.Named.Where(r => r != GraphRange.SixHours).Select(r => definition.Program is null
            ? FromStore.ForPicture(definition, r, options.Width, memory)
            : written.ForPicture(definition, r, PlotFrame.WidthIn(options.Width)).Data)]
        : [];
}
