using System.Collections.Immutable;
using Metrics.Grapher;
using Metrics.Web.Access;
using Metrics.Web.Configuration;
using Metrics.Web.Embeds;
using Metrics.Web.Endpoints;
using Metrics.Web.Live;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Metrics.Web.Shares;

/// <summary>The tree of a share: <c>/share/{name}/…</c> with user and password, <c>/s/{token}/…</c> by a link. It has these addresses and no
/// others, and all of them go through the gate but for style sheet and fonts.</summary>
internal static class ShareEndpoints
{
    /// <summary>Panels of a section on the first page; its own page has all.</summary>
    private const int PerSection = 6;

    /// <summary>Maps both trees.</summary>
    public static void MapShares(this IEndpointRouteBuilder routes)
    {
        var named = MapTree(routes, $"/{Share.NamedTrees}/{{name}}");
        named.MapPost("/sign-in", PostSignInAsync).TakesQuery();
        named.MapGet("/sign-out", GetSignOut).TakesQuery();
        named.MapPost("/sign-out", PostSignOutAsync).TakesQuery();
        MapTree(routes, $"/{Share.LinkTrees}/{{token}}");
    }

    private static RouteGroupBuilder MapTree(IEndpointRouteBuilder routes, string prefix)
    {
        var tree = routes.MapGroup(prefix).ExcludeFromDescription().AllowAnonymous();
        tree.MapAssets();
        var gated = tree.MapGroup("").AddEndpointFilter((call, next) => call.HttpContext.RequestServices.GetRequiredService<ShareGate>().AdmitAsync(call, next));
        gated.MapGet("/", GetOverview).TakesQuery(PageQuery.Names).IsKept();
        gated.MapGet("/{section}", GetSection).TakesQuery(PageQuery.Names).IsKept();
        gated.MapGet("/g/{graph}", GetGraph).TakesQuery("refresh", "theme").IsKept();
        gated.MapGet("/embed/{graph}/{range}", GetEmbed).TakesQuery("refresh", "theme").IsKept();
        gated.MapGet("/oembed", GetOEmbed).TakesQuery(OEmbedEndpoints.Parameters);
        foreach (var format in GraphFormat.All)
            gated.MapGet($"/g/{{graph}}/{{range}}.{format.Extension}",
                    (string graph, string range, HttpContext context, ShareGraphs shared, GraphCatalog graphs, PictureService pictures, TimeProvider time) =>
                        GetPictureAsync(format, graph, range, context, shared, graphs, pictures, time))
                .TakesQuery(format.Parameters);
        MapBar("svg", LiveEndpoints.GetSvg, "w", "h", "theme");
        MapBar("png", LiveEndpoints.GetPng, "w", "h", "scale", "theme");
        MapBar("txt", LiveEndpoints.GetText);
        MapBar("json", LiveEndpoints.GetJson);
        gated.MapGet("/badge/{series}.svg", (string series, HttpContext context, ShareGraphs shared, GraphCatalog graphs, GraphRenderer renderer) =>
            LiveEndpoints.BadgeAmong(series, shared.Of(ShareVisit.Of(context).Share).Graphs, context, graphs, renderer)).TakesQuery();
        gated.MapGet("/{**rest}", static () => Nothing());
        return tree;

        void MapBar(string extension, Func<string, HttpContext, Bandwidth, IResult> answer, params string[] parameters) =>
            gated.MapGet($"/bar/{{iface}}.{extension}", (string iface, HttpContext context, ShareGraphs shared, Bandwidth bandwidth) =>
                shared.Of(ShareVisit.Of(context).Share).ByName.ContainsKey(Bandwidth.Prefix + iface) ? answer(iface, context, bandwidth) : Nothing()).TakesQuery(parameters);
    }

    private static IResult GetOverview(HttpContext context, ShareGraphs shared, PageFrames frames, Panels panels)
    {
        var visit = ShareVisit.Of(context);
        var view = shared.Of(visit.Share);
        if (Frame(context, visit, view, frames, out var refusal) is not { } frame)
            return refusal!;
        ImmutableArray<SectionModel> sections = [.. view.Sections.Select(section => panels.Of(frame, section, view.In(section), PerSection))];
        return new RazorComponentResult<ShareOverviewPage>(new { Frame = frame, visit.Share, Sections = sections });
    }

    private static IResult GetSection(string section, HttpContext context, ShareGraphs shared, PageFrames frames, Panels panels)
    {
        var visit = ShareVisit.Of(context);
        var view = shared.Of(visit.Share);
        if (view.In(section) is not { IsEmpty: false } graphs)
            return Nothing();
        if (Frame(context, visit, view, frames, out var refusal) is not { } frame)
            return refusal!;
        return new RazorComponentResult<ShareOverviewPage>(new { Frame = frame, visit.Share, Section = section, Sections = ImmutableArray.Create(panels.Of(frame, section, graphs)) });
    }

    private static IResult GetGraph(string graph, HttpContext context, ShareGraphs shared, PageFrames frames, Panels panels)
    {
        var visit = ShareVisit.Of(context);
        var view = shared.Of(visit.Share);
        if (!view.ByName.TryGetValue(graph, out var definition))
            return Nothing();
        if (Frame(context, visit, view, frames, out var refusal) is not { } frame)
            return refusal!;
        ImmutableArray<PanelModel> ranges = [.. visit.Share.Ranges.Select(range => panels.Make(frame, definition, range))];
        return new RazorComponentResult<ShareGraphPage>(new
        {
            Frame = frame,
            visit.Share,
            Graph = definition,
            Ranges = ranges,
            Site = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}/{TreeOf(context.Request)}",
        });
    }

    private static IResult GetEmbed(string graph, string range, HttpContext context, ShareGraphs shared, PageFrames frames, Panels panels)
    {
        var visit = ShareVisit.Of(context);
        var view = shared.Of(visit.Share);
        if (Find(visit.Share, view, graph, range) is not var (definition, span))
            return Nothing();
        return Frame(context, visit, view, frames, out var refusal) is { } frame
            ? new RazorComponentResult<EmbedPage>(new { Frame = frame, Model = panels.Make(frame, definition, span) })
            : refusal!;
    }

    private static IResult GetOEmbed(HttpRequest request, ShareGraphs shared, ServerOptions server)
    {
        var share = ShareVisit.Of(request.HttpContext).Share;
        var view = shared.Of(share);
        return OEmbedEndpoints.Answer(request, server.Title, TreeOf(request), !share.Frames.IsEmpty, (name, range) => Find(share, view, name, range.Name)?.Graph);
    }

    /// <summary>The root of the share's tree below ours: <c>share/NAME/</c> or <c>s/TOKEN/</c>.</summary>
    private static string TreeOf(HttpRequest request)
    {
        var path = request.Path.ToUriComponent();
        return path[1..(path.IndexOf('/', path.IndexOf('/', 1) + 1) + 1)];
    }

    /// <summary>A graph of the share over one of its ranges; null for anything else.</summary>
    private static (GraphDefinition Graph, GraphRange Range)? Find(Share share, ShareGraphs.View view, string graph, string range) =>
        view.ByName.TryGetValue(graph, out var definition) && share.Ranges.FirstOrDefault(one => one.Name == range) is { } span ? (definition, span) : null;

    private static Task<IResult> GetPictureAsync(
        GraphFormat format, string graph, string range, HttpContext context, ShareGraphs shared, GraphCatalog graphs, PictureService pictures, TimeProvider time)
    {
        var share = ShareVisit.Of(context).Share;
        return Find(share, shared.Of(share), graph, range) is var (definition, span)
            ? PictureEndpoints.AnswerAsync(format, definition, span, context, graphs, pictures, time)
            : Task.FromResult<IResult>(Nothing());
    }

    private static Task<IResult> PostSignInAsync(
        string name, [FromForm] string? user, [FromForm] string? password, [FromForm] string? to, HttpContext context, ShareGate gate) =>
        gate.SignInAsync(context, name, user ?? "", password ?? "", to);

    private static RazorComponentResult<SignOutPage> GetSignOut(HttpContext context, ServerOptions server, IAntiforgery forms)
    {
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<SignOutPage>(new { server.Title, Subtitle = "Graphs, shared by the operator", Form = forms.GetAndStoreTokens(context) });
    }

    private static async Task<Redirection> PostSignOutAsync([FromForm] string? _, HttpContext context)
    {
        await context.SignOutAsync(ShareGate.Scheme);
        return Redirection.To("./");
    }

    /// <summary>The same for what is not shared and for what there is not.</summary>
    private static Refusal Nothing() => Refusal.NotFound("There is nothing at this address.");

    private static PageFrame? Frame(HttpContext context, ShareVisit visit, ShareGraphs.View view, PageFrames frames, out Refusal? refusal)
    {
        if (PageQuery.Read(context.Request.Query, out refusal) is not { } query)
            return null;
        var ranges = visit.Share.Ranges;
        if (query.Range is { } chosen && !ranges.Contains(chosen))
        {
            refusal = Refusal.BadRequest($"The parameter range takes {string.Join(", ", ranges.Select(range => range.Name))}.");
            return null;
        }
        if (query.Range is null && !ranges.Contains(GraphRange.Day))
            query = query with { Range = ranges[0] };
        return frames.MakeShared(query, visit.Root, visit.Share.Title, view.Sections);
    }
}
