using System.Security.Cryptography;
using Metrics.Web.Access;
using Metrics.Web.Configuration;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Metrics.Web.Shares;

/// <summary>The page where administrators make, see and revoke shares.</summary>
internal static class ShareAdminEndpoints
{
    /// <summary>Letters and digits that nobody takes for another.</summary>
    private const string PasswordLetters = "abcdefghijkmnpqrstuvwxyz23456789";

    private const int PasswordLength = 14;

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
        return Page(context, frames.Make(context.Request, query with { Refresh = 0 }), shares, links, forms, time, ShareForm.Empty(graph));
    }

    private static async Task<IResult> PostShareAsync(
        IFormCollection fields, HttpContext context, PageFrames frames, ShareDirectory shares, ShareLinks links, IAntiforgery forms, Passwords passwords,
        ServerOptions server, TimeProvider time)
    {
        var form = ShareForm.Read(fields);
        var draft = form.ToDraft();
        var password = form.IsLink ? null : form.Password.Length > 0 ? form.Password : RandomNumberGenerator.GetString(PasswordLetters, PasswordLength);
        var faults = draft.Faults(time.GetUtcNow(), server.TimeZone).ToList();
        if (password is { Length: < ShareDraft.ShortestPassword or > Passwords.Longest })
            faults.Add($"A password has {ShareDraft.ShortestPassword} to {Passwords.Longest} characters.");
        if (faults.Count == 0 && !shares.Add(draft, password is null ? null : await Task.Run(() => passwords.Hash(password)), context.User.Identity?.Name ?? "", server.TimeZone))
            faults.Add($"There is a share {draft.Name} already, or there are too many.");
        var frame = frames.Make(context.Request, new PageQuery(null, 0, null));
        if (faults.Count > 0)
            return Page(context, frame, shares, links, forms, time, form, faults, StatusCodes.Status400BadRequest);
        var made = shares.Find(draft.Name)!;
        var path = made.Path(links);
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<ShareMadePage>(new
        {
            Frame = frame,
            Share = made,
            Address = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}/{path}",
            Relative = path,
            Password = password,
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
