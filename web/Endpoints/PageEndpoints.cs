using System.Collections.Immutable;
using Metrics.Actions.Incidents;
using Metrics.Actions.Outbox;
using Metrics.Analyzers;
using Metrics.Collector;
using Metrics.Grapher;
using Metrics.RrdStore;
using Metrics.Web.Alerts;
using Metrics.Web.Configuration;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metrics.Web.Endpoints;

/// <summary>The pages for people.</summary>
internal static class PageEndpoints
{
    private static readonly GraphRange[] GraphPageRanges = [GraphRange.Day, GraphRange.Week, GraphRange.Month, GraphRange.Year];

    /// <summary>Maps the pages.</summary>
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/", GetOverview).TakesQuery(PageQuery.Names).IsKept();
        pages.MapGet("/host/{host}", GetHost).TakesQuery(PageQuery.Names);
        pages.MapGet("/status", GetStatus).TakesQuery("refresh", "theme");
        pages.MapGet("/help", GetHelp).TakesQuery("refresh", "theme").IsKept();
        pages.MapGet("/{section}", GetSection).TakesQuery(PageQuery.Names).IsKept();
        pages.MapGet("/g/{graph}", GetGraph).TakesQuery(["refresh", "theme", "from", "to", .. ZoomClick.Names]).IsKept();
        pages.MapGet("/g/{graph}/{range}", GetRange).TakesQuery("refresh", "theme").IsKept();
        pages.MapGet("/embed/{graph}/{range}", GetEmbed).TakesQuery("refresh", "theme").IsKept().WithMetadata(MayBeFramed.Here);
    }

    private static IResult GetOverview(
        HttpContext context, PageFrames frames, GraphCatalog graphs, Panels panels, Tiles tiles, AlertPages alerts, RoundRobinStore store)
    {
        if (Frame(context, frames, out var refusal) is not { } frame)
            return refusal!;
        ImmutableArray<SectionModel> sections = [.. graphs.Sections.Select(section => panels.Overview(frame, section))];
        return Page<OverviewPage>(context, new
        {
            Frame = frame,
            Tiles = tiles.Make(frame),
            Sections = sections,
            GraphOf = (Func<Incident, GraphDefinition?>)alerts.GraphOf,
            Found = Discovery.Of(store.List()),
        });
    }

    // The address that the overview keeps when there are more hosts than this one.
    private static IResult GetHost(
        string host, HttpContext context, PageFrames frames, GraphCatalog graphs, Panels panels, Tiles tiles, AlertPages alerts, RoundRobinStore store) =>
        host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
            ? GetOverview(context, frames, graphs, panels, tiles, alerts, store)
            : Refusal.NotFound("There is no such host.");

    private static IResult GetSection(string section, HttpContext context, PageFrames frames, GraphCatalog graphs, Panels panels)
    {
        if (!graphs.Sections.Contains(section))
            return Refusal.NotFound("There is nothing at this address.");
        return Frame(context, frames, out var refusal) is { } frame
            ? Page<SectionPage>(context, new { Frame = frame, Model = panels.Whole(frame, section) })
            : refusal!;
    }

    private static IResult GetGraph(string graph, HttpContext context, PageFrames frames, GraphCatalog graphs, Panels panels)
    {
        if (graphs.Find(graph) is not { } definition)
            return Refusal.NotFound("There is no such graph.");
        if (Frame(context, frames, out var refusal) is not { } frame)
            return refusal!;
        var query = context.Request.Query;
        if (ZoomClick.Is(query))
            return ZoomClick.Read(query, out refusal) is var (from, to) ? TypedResults.Redirect(frame.GraphLink(definition, from, to)) : refusal!;
        var form = IntervalForm.Read(query, frame.Zone, frame.Now);
        if (form.Range is { } custom)
            return GraphPage(context, frame, definition, graphs, form, [panels.Make(frame, definition, custom)], []);
        ImmutableArray<PanelModel> ranges = [.. GraphPageRanges.Select(range => panels.Make(frame, definition, range)).Select(panel => panel.Range == GraphRange.Month ? Panels.WithBilled(panel) : panel)];
        return GraphPage(context, frame, definition, graphs, form, ranges, PageFacts.Of(frame, definition, ranges[0], ranges[2]));
    }

    private static IResult GetRange(string graph, string range, HttpContext context, PageFrames frames, GraphCatalog graphs, Panels panels) =>
        Find(graph, range, graphs, out var refusal) is var (definition, named) && Frame(context, frames, out refusal) is { } frame
            ? GraphPage(context, frame, definition, graphs, IntervalForm.Read(QueryCollection.Empty, frame.Zone, frame.Now), [panels.Make(frame, definition, named)], [])
            : refusal!;

    private static IResult GetEmbed(string graph, string range, HttpContext context, PageFrames frames, GraphCatalog graphs, Panels panels) =>
        Find(graph, range, graphs, out var refusal) is var (definition, named) && Frame(context, frames, out refusal) is { } frame
            ? Page<EmbedPage>(context, new { Frame = frame, Model = panels.Make(frame, definition, named) })
            : refusal!;

    private static (GraphDefinition Graph, GraphRange Range)? Find(string graph, string range, GraphCatalog graphs, out Refusal? refusal)
    {
        var named = PictureEndpoints.NamedRange(range, out refusal);
        if (graphs.Find(graph) is { } definition)
            return named is null ? null : (definition, named);
        refusal = Refusal.NotFound("There is no such graph.");
        return null;
    }

    private static RazorComponentResult<GraphPage> GraphPage(
        HttpContext context, PageFrame frame, GraphDefinition graph, GraphCatalog graphs, IntervalForm form, ImmutableArray<PanelModel> ranges, ImmutableArray<PageFact> facts)
    {
        var request = context.Request;
        var page = Page<GraphPage>(context, new
        {
            Frame = frame,
            Graph = graph,
            Subtitle = Words.About(graphs.FactsOf(graph), graphs.StepOf(graph)),
            Facts = facts,
            Ranges = ranges,
            Form = form,
            Site = $"{request.Scheme}://{request.Host}{request.PathBase}/",
        });
        page.StatusCode = form.Problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        return page;
    }

    private static IResult GetHelp(HttpContext context, PageFrames frames) =>
        PageQuery.Read(context.Request.Query, out var refusal) is { } query
            ? Page<HelpPage>(context, new { Frame = frames.Make(context.Request, query, isStill: true) })
            : refusal!;

    private static IResult GetStatus(
        HttpContext context, PageFrames frames, GraphCatalog graphs, CollectorService collector, RoundRobinStore store, ProcessClock process, OutboxTable outbox, TimeProvider time,
        MetricsSettings settings) =>
        Frame(context, frames, out var refusal) is { } frame
            ? Page<StatusPage>(context, new
            {
                Frame = frame,
                Unreached = outbox.Unreached(time.GetUtcNow() - UnreachedTarget.Remembered, UnreachedTarget.MostShown),
                Sources = collector.Status,
                Logs = context.RequestServices.GetService<LogAnalyzer>()?.Status ?? [],
                store.Health,
                Settings = ConfigKeys.All.Select(key => (key.Path, key.Show(settings))).ToList(),
                SeriesCount = store.List().Count,
                GraphCount = graphs.Graphs.Length,
                UptimeSeconds = (long)process.Uptime.TotalSeconds,
            })
            : refusal!;

    private static PageFrame? Frame(HttpContext context, PageFrames frames, out Refusal? refusal) =>
        PageQuery.Read(context.Request.Query, out refusal) is { } query ? frames.Make(context.Request, query) : null;

    private static RazorComponentResult<T> Page<T>(HttpContext context, object parameters) where T : Microsoft.AspNetCore.Components.IComponent
    {
        context.Response.Headers.CacheControl = "no-cache";
        return new RazorComponentResult<T>(parameters);
    }
}
