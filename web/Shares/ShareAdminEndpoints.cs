using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Metrics.Web.Shares;

/// <summary>The page where administrators make, see and revoke shares.</summary>
internal static class ShareAdminEndpoints
{
    /// <summary>Maps <c>/shares</c>.</summary>
    public static void MapShareAdministration(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/shares").ExcludeFromDescription();
        pages.MapGet("", GetShares).TakesQuery("refresh", "theme", "graph");
        pages.MapPost("", PostShareAsync).TakesQuery();
        pages.MapPost("/{name}/revoke", PostRevoke).TakesQuery();
    }

    private static IResult GetShares(string? graph, HttpContext context, PageFrames frames, ShareDirectory shares, ShareUses uses, ShareLinks links, IAntiforgery forms, TimeProvider time)
    {
        if (PageQuery.Read(context.Request.Query, out var refusal) is not { } query)
            return refusal!;
        uses.Flush();
        return Page(context, frames.Make(context.Request, query, isStill: true), shares, links, forms, time, ShareForm.Empty(graph));
    }

    private static async Task<IResult> PostShareAsync(
        IFormCollection fields, HttpContext context, PageFrames frames, ShareDirectory shares, ShareMaker maker, ShareLinks links, IAntiforgery forms, TimeProvider time)
    {
        var form = ShareForm.Read(fields);
        var made = await maker.MakeAsync(form.ToDraft(), form.Password, context.User.Identity?.Name ?? "");
        var frame = frames.Make(context.Request, new PageQuery(null, null, null), isStill: true);
        if (made.Share is not { } share)
            return Page(context, frame, shares, links, forms, time, form, made.Faults, StatusCodes.Status400BadRequest);
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<ShareMadePage>(new
        {
            Frame = frame,
            Share = share,
            Address = links.AddressOf(share, context.Request),
            Relative = share.Path(links),
            made.Password,
            made.Unmatched,
        });
    }

    private static IResult PostRevoke(string name, [FromForm] string? _, ShareDirectory shares) =>
        shares.Revoke(name) ? Redirection.To("../../shares") : Refusal.NotFound("There is no such share, or it is revoked already.");

    private static RazorComponentResult<SharesPage> Page(
        HttpContext context, PageFrame frame, ShareDirectory shares, ShareLinks links, IAntiforgery forms, TimeProvider time, ShareForm form,
        IReadOnlyList<string>? faults = null, int status = StatusCodes.Status200OK)
    {
        var tokens = forms.GetAndStoreTokens(context);
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<SharesPage>(new
        {
            Frame = frame,
            Shares = shares.All.ToList(),
            Links = links,
            Now = time.GetUtcNow(),
            Filled = form,
            Faults = faults ?? [],
            Form = tokens,
        })
        { StatusCode = status };
    }
}
