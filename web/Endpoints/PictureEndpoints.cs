using System.Globalization;
using Metrics.Grapher;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.Net.Http.Headers;

namespace Metrics.Web.Endpoints;

/// <summary>Graphs as pictures, tables and text.</summary>
internal static class PictureEndpoints
{
    /// <summary>Changes with every build of the renderer, so that a new look is seen at once.</summary>
    private static readonly string RendererVersion = typeof(GraphRenderer).Assembly.ManifestModule.ModuleVersionId.ToString("N")[..8];

    /// <summary>Maps <c>/g/{graph}/{range}.{svg,png,webp,pdf,csv,json,txt}</c>.</summary>
    public static void MapPictures(this IEndpointRouteBuilder routes)
    {
        foreach (var format in GraphFormat.All)
            routes.MapGet($"/g/{{graph}}/{{range}}.{format.Extension}",
                    (string graph, string range, HttpContext context, GraphCatalog graphs, PictureService pictures, TimeProvider time) =>
                        GetAsync(format, graph, range, context, graphs, pictures, time))
                .TakesQuery(format.Parameters).WithTags("Graphs").WithSummary(format.Summary).WithDescription(Describe(format))
                .Produces(StatusCodes.Status200OK, contentType: format.ContentType).Produces(StatusCodes.Status304NotModified)
                .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
                .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static string Describe(GraphFormat format)
    {
        const string always = "range is 6h, day, week, month or year; series is a list of names with commas for only some of the series.";
        const string pictures = " w and h are CSS pixels (120 to 4000, 24 to 2000), theme is auto, light or dark, "
            + "bg is card, the ground of panels, or none, legend and title are 0 or 1.";
        var own = format.Parameters.Contains("scale") ? " scale is device pixels per CSS pixel (1 to 3)." : "";
        return always + (format.IsPicture ? pictures : "") + own;
    }

    private static async Task<IResult> GetAsync(
        GraphFormat format, string graph, string range, HttpContext context, GraphCatalog graphs, PictureService pictures, TimeProvider time)
    {
        if (graphs.Find(graph) is not { } whole)
            return Refusal.NotFound("There is no such graph.");
        if (GraphRange.Find(range) is not { } span)
            return Refusal.NotFound($"There is no such range; there are {string.Join(", ", GraphRange.Named.Select(r => r.Name))}.");
        if (PictureQuery.Read(context.Request.Query, out var refusal) is not { } options)
            return refusal!;
        if (PictureQuery.Select(context.Request.Query, whole, out refusal) is not { } definition)
            return refusal!;

        var step = graphs.StepOf(definition);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var tag = Tag(format, Freshness(graphs.NewestOf(definition), now, step, span, options), span, options);
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = tag;
        headers.CacheControl = new CacheControlHeaderValue { Private = true, MaxAge = TimeSpan.FromSeconds(step - now % step) };
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);

        var key = $"{definition.Name} {tag} {context.Request.Query["series"]}";
        if (await pictures.DrawAsync(key, renderer => format.Draw(renderer, definition, span, options)) is { } file)
            return TypedResults.Bytes(file, format.ContentType);
        headers.ETag = null;
        context.Response.Headers.RetryAfter = "1";
        return new Refusal(StatusCodes.Status503ServiceUnavailable, "Too many pictures are being drawn; try again in a second.");
    }

    /// <summary>What a picture shows changes with new data, and without them once the time axis has moved on by a pixel.</summary>
    private static long Freshness(long newest, long now, int step, GraphRange range, PictureOptions options)
    {
        var secondsPerPixel = Math.Max(1, (long)range.Span.TotalSeconds / (options.Width * options.Scale));
        return now - newest <= 3L * step ? newest : now - now % Math.Max(step, secondsPerPixel);
    }

    private static EntityTagHeaderValue Tag(GraphFormat format, long freshness, GraphRange range, PictureOptions o) => new(string.Create(CultureInfo.InvariantCulture,
        $"\"{RendererVersion}-{format.Extension}-{freshness:x}-{range.Name}-{o.Width}x{o.Height}x{o.Scale}-{o.Theme}{(o.Legend ? "-l" : "")}{(o.Title ? "-t" : "")}{(o.Transparent ? "-n" : "")}\""));
}
