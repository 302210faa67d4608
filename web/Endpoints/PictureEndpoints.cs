using System.Globalization;
using Metrics.Grapher;
using Metrics.Grapher.Language;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Metrics.Web.Shares;
using Microsoft.Net.Http.Headers;

namespace Metrics.Web.Endpoints;

/// <summary>Graphs as pictures, tables and text.</summary>
internal static class PictureEndpoints
{
    /// <summary>Changes with every build of the renderer, so that a new look is seen at once.</summary>
    private static readonly string RendererVersion = typeof(GraphRenderer).Assembly.ManifestModule.ModuleVersionId.ToString("N")[..8];

    private const string Range = "range is 6h, day, week, month or year;";
    private const string Moments = "from and to are RFC 3339, seconds since the epoch, now, or relative to now such as -36h;";

    /// <summary>Readings may come late, most within minutes, and those of a machine that was away within hours. What ended longer ago may be
    /// kept for good; who asks again all the same is told of readings that came later still.</summary>
    private const long SettledSeconds = 86_400;

    /// <summary>Maps <c>/g/{graph}/{range}.{svg,png,webp,pdf,csv,json,txt}</c> and <c>/g/{graph}/from/{from}/to/{to}</c> with the same endings.</summary>
    public static void MapPictures(this IEndpointRouteBuilder routes)
    {
        foreach (var format in GraphFormat.All)
        {
            Describe(format, Range, routes.MapGet($"/g/{{graph}}/{{range}}.{format.Extension}",
                (string graph, string range, HttpContext context, GraphCatalog graphs, PictureService pictures, TimeProvider time) =>
                    GetAsync(format, graph, NamedRange(range, out var refusal), refusal, context, graphs, pictures, time)));
            Describe(format, Moments, routes.MapGet($"/g/{{graph}}/from/{{from}}/to/{{to}}.{format.Extension}",
                (string graph, string from, string to, HttpContext context, GraphCatalog graphs, PictureService pictures, TimeProvider time) =>
                    GetAsync(format, graph, FixedRange(from, to, time.GetUtcNow(), out var refusal), refusal, context, graphs, pictures, time)));
        }
    }

    private static void Describe(GraphFormat format, string range, RouteHandlerBuilder route) =>
        route.TakesQuery(format.Parameters).WithTags("Graphs").WithSummary(format.Summary).WithDescription($"{range} {Describe(format)}")
            .Produces(StatusCodes.Status200OK, contentType: format.ContentType).Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static string Describe(GraphFormat format)
    {
        const string always = "series is a list of names with commas for only some of the series.";
        const string pictures = " w and h are CSS pixels (120 to 4000, 24 to 2000), theme is auto, light or dark, "
            + "bg is card, the ground of panels, or none, legend and title are 0 or 1, "
            + "scale is device pixels per CSS pixel (1 to 3; for bitmaps) or what the value axis reaches: auto, full (the highest value) or common (day to year).";
        return always + (format.IsPicture ? pictures : "");
    }

    /// <summary>A range by its name, or says which there are.</summary>
    public static GraphRange? NamedRange(string range, out Refusal? refusal)
    {
        var found = GraphRange.Find(range);
        refusal = found is null ? Refusal.NotFound($"There is no such range; there are {string.Join(", ", GraphRange.Named.Select(r => r.Name))}.") : null;
        return found;
    }

    private static GraphRange? FixedRange(string from, string to, DateTimeOffset now, out Refusal? refusal)
    {
        refusal = null;
        if (Moment.Read(from, now) is not { } start || Moment.Read(to, now) is not { } end)
            refusal = Refusal.BadRequest("from and to take RFC 3339, seconds since the epoch, now, or a time before now such as -36h.");
        else if (Interval.Of(start, end, out var problem) is { } range)
            return range;
        else
            refusal = Refusal.BadRequest(problem!);
        return null;
    }

    private static async Task<IResult> GetAsync(
        GraphFormat format, string graph, GraphRange? range, Refusal? refusal, HttpContext context, GraphCatalog graphs, PictureService pictures, TimeProvider time)
    {
        if (graphs.Find(graph) is not { } whole)
            return Refusal.NotFound("There is no such graph.");
        return range is null ? refusal! : await AnswerAsync(format, whole, range, context, graphs, pictures, time);
    }

    /// <summary>A graph as a file, for whoever may see it.</summary>
    public static async Task<IResult> AnswerAsync(
        GraphFormat format, GraphDefinition whole, GraphRange range, HttpContext context, GraphCatalog graphs, PictureService pictures, TimeProvider time)
    {
        if (PictureQuery.Read(context.Request.Query, out var refusal) is not { } options)
            return refusal!;
        if (PictureQuery.Select(context.Request.Query, whole, out refusal) is not { } definition)
            return refusal!;

        var step = graphs.StepOf(definition);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var isPast = range.End is { } end && end.ToUnixTimeSeconds() + SettledSeconds < now;
        var tag = Tag(format, graphs.Version, isPast ? (graphs.PastVersion, 0) : graphs.FreshnessOf(definition, range, options.Width * options.Scale, now), range, options);
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = tag;
        format.Vary(context.Response);
        // A moment relative to now is another one tomorrow, at the same address.
        if (isPast && context.Request.RouteValues.Values.OfType<string>().All(text => !text.StartsWith('-')))
            context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        else
            headers.CacheControl = new CacheControlHeaderValue { Private = true, MaxAge = TimeSpan.FromSeconds(step - now % step) };
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);

        // A share has pictures of its own: nothing that is kept for an administrator can ever be found by a visitor.
        var key = $"picture\n{context.Features.Get<ShareVisit>()?.Share.Id}\n{definition.Name}\n{tag}\n{context.Request.Query["series"]}";
        try
        {
            if (await pictures.DrawAsync(key, format.ContentType, renderer => format.Draw(renderer, definition, range, options), context.RequestAborted) is { } file)
                return file;
        }
        catch (GraphLanguageException e)
        {
            headers.ETag = null;
            return new Refusal(StatusCodes.Status422UnprocessableEntity, $"The text of this graph cannot be worked out: {e.Message}");
        }
        headers.ETag = null;
        return DrawingTurns.Refused;
    }

    /// <summary>Weak: the same picture is sent as it is, and compressed in two ways.</summary>
    private static EntityTagHeaderValue Tag(GraphFormat format, string version, (long Newest, long Sum) freshness, GraphRange range, PictureOptions o) => new(string.Create(CultureInfo.InvariantCulture,
        $"\"{RendererVersion}-{version}-{format.Extension}-{freshness.Newest:x}.{freshness.Sum:x}-{range.Name}-{o.Width}x{o.Height}x{o.Scale}-{o.Theme}{(o.Legend ? "-l" : "")}{(o.Title ? "-t" : "")}{(o.Transparent ? "-n" : "")}{(o.FullScale ? "-f" : "")}{(o.CommonScale ? "-c" : "")}\""), isWeak: true);
}
