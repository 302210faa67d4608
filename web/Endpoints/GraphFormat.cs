using Metrics.Grapher;

namespace Metrics.Web.Endpoints;

/// <summary>A kind of file that a graph can be had as.</summary>
/// <param name="Extension">The end of its address.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Summary">What it is, for the description of the API.</param>
/// <param name="Parameters">The query parameters its address takes.</param>
/// <param name="Draw">Makes it.</param>
internal sealed record GraphFormat(
    string Extension, string ContentType, string Summary, string[] Parameters,
    Func<GraphRenderer, GraphDefinition, GraphRange, PictureOptions, byte[]> Draw)
{
    /// <summary>All of them.</summary>
    public static readonly GraphFormat[] All =
    [
        new("svg", "image/svg+xml", "A graph as SVG.", ["w", "h", "scale*", "theme", "bg", "legend", "title", "series"],
            static (renderer, graph, range, options) => renderer.Svg(graph, range, options)),
        new("png", "image/png", "A graph as PNG.", ["w", "h", "scale*", "theme", "bg", "legend", "title", "series"],
            static (renderer, graph, range, options) => renderer.Png(graph, range, options)),
        new("webp", "image/webp", "A graph as WebP without loss: the pixels of the PNG.", ["w", "h", "scale*", "theme", "bg", "legend", "title", "series"],
            static (renderer, graph, range, options) => renderer.Webp(graph, range, options)),
        new("pdf", "application/pdf", "A graph as a PDF of one page: vectors, and text that can be searched.",
            ["w", "h", "scale*", "theme", "bg", "legend", "title", "series"],
            static (renderer, graph, range, options) => renderer.Pdf(graph, range, options)),
        new("csv", "text/csv; charset=utf-8", "The values of a graph as CSV: time in UTC, then average, lowest and highest of each series.", ["series"],
            static (renderer, graph, range, _) => renderer.Csv(graph, range)),
        new("json", "application/json", "The values of a graph as JSON: times in seconds since the epoch, unknown as null.", ["series"],
            static (renderer, graph, range, _) => renderer.Json(graph, range)),
        new("txt", "text/plain; charset=utf-8", "A graph as plain text: its sentence, and a line of blocks for each series.", ["series"],
            static (renderer, graph, range, _) => renderer.Text(graph, range)),
    ];

    /// <summary>A format by the end of its address, or null.</summary>
    public static GraphFormat? Find(string extension) => All.FirstOrDefault(format => format.Extension == extension);

    /// <summary>Says that the answer, 304 too, depends on what compression the reader understands, where it is one to compress.</summary>
    public void Vary(HttpResponse response)
    {
        if (Extension is "svg" or "csv" or "json" or "txt")
            response.Headers.Vary = "Accept-Encoding";
    }

    /// <summary>Whether it has a size, so that the reader has to be told what w and h are.</summary>
    public bool IsPicture => Parameters.Contains("w");
}
