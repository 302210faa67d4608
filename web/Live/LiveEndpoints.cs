using System.Collections.Immutable;
using System.Globalization;
using Metrics.Grapher;
using Metrics.Web.Endpoints;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metrics.Web.Live;

/// <summary>Bandwidth now: <c>/live</c> for people, <c>/bar/{iface}</c> and <c>/badge/{series}</c> for other pages and programs.</summary>
internal static class LiveEndpoints
{
    /// <summary>Interfaces on one page: each has a frame that loads itself every 2 s.</summary>
    private const int MostShown = 8;

    private const int BarWidth = 468, BarHeight = 60;
    private const string Picture = "w and h are CSS pixels (120 to 4000, 24 to 2000; 468 times 60 by default), theme is auto, light or dark.";

    /// <summary>Maps pages, bars and badges.</summary>
    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/live", GetAll).TakesQuery("refresh", "theme").IsKept();
        pages.MapGet("/live/{iface}", GetOne).TakesQuery("refresh", "theme").IsKept();
        pages.MapGet("/bars/{iface}", GetBars).TakesQuery("refresh", "theme").IsKept().WithMetadata(MayBeFramed.Here);
        var api = routes.MapGroup("").WithTags("Bandwidth");
        api.MapGet("/bar/{iface}.svg", GetSvg).TakesQuery("w", "h", "theme").WithSummary("What an interface carries now, as SVG.").WithDescription(Picture)
            .Produces(StatusCodes.Status200OK, contentType: "image/svg+xml").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/bar/{iface}.png", GetPng).TakesQuery("w", "h", "scale", "theme").WithSummary("What an interface carries now, as PNG.")
            .WithDescription(Picture + " scale is device pixels per CSS pixel, 1 to 3.")
            .Produces(StatusCodes.Status200OK, contentType: "image/png").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/bar/{iface}.txt", GetText).TakesQuery().WithSummary("What an interface carries now, as bars of text.")
            .Produces<string>(contentType: "text/plain").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/bar/{iface}.json", GetJson).TakesQuery().WithSummary("What an interface carries now, in bits per second.")
            .Produces<BandwidthAnswer>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/badge/{series}.svg", GetBadge).TakesQuery().WithSummary("The newest value of a series as a badge, 20 pixels high.")
            .Produces(StatusCodes.Status200OK, contentType: "image/svg+xml").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult GetAll(HttpContext context, Bandwidth bandwidth, PageFrames frames, Panels panels) =>
        Page(context, bandwidth, frames, panels, null);

    private static IResult GetOne(string iface, HttpContext context, Bandwidth bandwidth, PageFrames frames, Panels panels) =>
        bandwidth.Of(iface) is { } now ? Page(context, bandwidth, frames, panels, now) : NoInterface();

    private static IResult Page(HttpContext context, Bandwidth bandwidth, PageFrames frames, Panels panels, InterfaceNow? one)
    {
        if (PageQuery.Read(context.Request.Query, out var refusal) is not { } query)
            return refusal!;
        const long minutes = 600;
        var frame = frames.Make(context.Request, query);
        var names = bandwidth.Interfaces;
        var now = frame.Now.ToUnixTimeSeconds();
        return new RazorComponentResult<LivePage>(new
        {
            Frame = frame,
            Interfaces = names,
            Shown = one is null ? [.. names.Take(MostShown).Select(bandwidth.Of).OfType<InterfaceNow>()] : ImmutableArray.Create(one),
            Minutes = one is null ? null : panels.Make(frame, one.Graph, Interval.Of(now - minutes, now, out _)!),
            Site = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}/",
        });
    }

    private static IResult GetBars(string iface, HttpContext context, Bandwidth bandwidth, PageFrames frames)
    {
        if (bandwidth.Of(iface) is not { } now)
            return NoInterface();
        if (PageQuery.Read(context.Request.Query, out var refusal) is not { } query)
            return refusal!;
        return new RazorComponentResult<BarsPage>(new { Frame = frames.Make(context.Request, query), Now = now });
    }

    /// <summary>The bars as SVG.</summary>
    public static IResult GetSvg(string iface, HttpContext context, Bandwidth bandwidth) =>
        Draw(iface, context, bandwidth, "image/svg+xml", (bar, options) => bar.Svg(options));

    /// <summary>The bars as PNG.</summary>
    public static IResult GetPng(string iface, HttpContext context, Bandwidth bandwidth) =>
        Draw(iface, context, bandwidth, "image/png", (bar, options) => bar.Png(options));

    private static IResult Draw(string iface, HttpContext context, Bandwidth bandwidth, string type, Func<BandwidthBar, PictureOptions, byte[]> draw)
    {
        if (bandwidth.Of(iface) is not { } now)
            return NoInterface();
        if (PictureQuery.Read(context.Request.Query, out var refusal, BarWidth, BarHeight) is not { } options)
            return refusal!;
        Renew(context, now);
        return TypedResults.Bytes(draw(now.Bar, options), type);
    }

    /// <summary>The bars as text.</summary>
    public static IResult GetText(string iface, HttpContext context, Bandwidth bandwidth)
    {
        if (bandwidth.Of(iface) is not { } now)
            return NoInterface();
        Renew(context, now);
        return TypedResults.Bytes(now.Bar.Text(), "text/plain; charset=utf-8");
    }

    /// <summary>What the bars show, in bits per second.</summary>
    public static IResult GetJson(string iface, HttpContext context, Bandwidth bandwidth)
    {
        if (bandwidth.Of(iface) is not { } now)
            return NoInterface();
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Ok(BandwidthAnswer.Of(now));
    }

    private static IResult GetBadge(string series, HttpContext context, GraphCatalog graphs, GraphRenderer renderer) =>
        BadgeAmong(series, graphs.Graphs, context, graphs, renderer);

    /// <summary>The newest value of a series of one of these graphs.</summary>
    public static IResult BadgeAmong(string series, ImmutableArray<GraphDefinition> among, HttpContext context, GraphCatalog graphs, GraphRenderer renderer)
    {
        foreach (var graph in among)
        {
            if (graph.Series.FirstOrDefault(one => one.Series.Value == series) is not { } found)
                continue;
            var summary = renderer.Summarize(graph with { Series = [found] }, GraphRange.SixHours);
            context.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"private, max-age={graphs.StepOf(graph)}");
            var badge = Badge.Of(graph, summary.Series[0], summary.Stale) with { Label = Words.TitleOf(graph, found) };
            return TypedResults.Bytes(badge.Svg(new PictureOptions(120, 24)), "image/svg+xml");
        }
        return Refusal.NotFound("There is no such series on any graph.");
    }

    /// <summary>A bar that is looked at alone, in a window of a browser, moves too.</summary>
    private static void Renew(HttpContext context, InterfaceNow now)
    {
        context.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"private, max-age={now.StepSeconds}");
        context.Response.Headers["Refresh"] = now.StepSeconds.ToString(CultureInfo.InvariantCulture);
    }

    private static Refusal NoInterface() => Refusal.NotFound("There is no such interface.");
}
