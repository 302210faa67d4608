using System.Text.Json;
using Metrics.Web.Serving;
using Metrics.Web.Shares;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metrics.Web.Api;

/// <summary>Shares for programs of administrators: what the page <c>/shares</c> does.</summary>
/// <remarks>A page of another site cannot use them with the session of somebody who is signed in: its cookie does not come with requests from elsewhere,
/// browsers ask before they send JSON or DELETE there, and what they say came from elsewhere is refused (Fetch Metadata, <c>Sec-Fetch-Site</c>).</remarks>
internal static class ShareApiEndpoints
{
    /// <summary>Maps <c>/api/v1/shares</c>.</summary>
    public static void MapShareApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/shares").WithTags("Shares").AddEndpointFilter(async (call, next) => IsFromElsewhere(call.HttpContext.Request)
            ? new Refusal(StatusCodes.Status403Forbidden, "Pages of other sites cannot do this.")
            : await next(call));
        group.MapGet("", GetShares).TakesQuery().WithSummary("The shares, by name, with their uses.").Produces<ShareList>();
        group.MapGet("/{name}", GetShare).TakesQuery().WithSummary("A share.").Produces<ShareDescription>().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("", PostShareAsync).TakesQuery().Accepts<ShareRequest>("application/json").WithSummary("Makes a share.")
            .WithDescription("A link without user; with user a folder that asks for user and password. A password that is made up is in the answer, and nowhere else.")
            .Produces<ShareDescription>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        group.MapDelete("/{name}", DeleteShare).TakesQuery().WithSummary("Revokes a share, at once and for good.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static bool IsFromElsewhere(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Site"] is [not null and not "same-origin" and not "none", ..];

    private static Ok<ShareList> GetShares(HttpContext context, ShareDirectory shares, ShareUses uses, ShareLinks links, TimeProvider time)
    {
        uses.Flush();
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new ShareList([.. shares.All.Select(share => ShareDescription.Of(share, links, context.Request, time.GetUtcNow()))]));
    }

    private static IResult GetShare(string name, HttpContext context, ShareDirectory shares, ShareUses uses, ShareLinks links, TimeProvider time)
    {
        uses.Flush();
        context.Response.Headers.CacheControl = "no-store";
        return shares.Find(name) is { } share
            ? TypedResults.Ok(ShareDescription.Of(share, links, context.Request, time.GetUtcNow()))
            : Refusal.NotFound("There is no such share.");
    }

    private static async Task<IResult> PostShareAsync(HttpContext context, ShareMaker maker, ShareLinks links, TimeProvider time)
    {
        var request = context.Request;
        if (!request.HasJsonContentType())
            return new Refusal(StatusCodes.Status415UnsupportedMediaType, "The body has to be application/json.");
        ShareRequest? wanted;
        try
        {
            wanted = await request.ReadFromJsonAsync<ShareRequest>(context.RequestAborted);
        }
        catch (JsonException e)
        {
            return Refusal.BadRequest(e.Path is { Length: > 1 } path ? $"The body is no share: {path} is missing, unknown, or not what it has to be." : "The body is no share in JSON.");
        }
        if (wanted is null)
            return Refusal.BadRequest("The body is no share in JSON.");
        if (wanted is { User: null, Password: not null })
            return Refusal.BadRequest("A link has no password; a share with a password has a user.");

        var made = await maker.MakeAsync(wanted.ToDraft(), wanted.Password ?? "", context.User.Identity?.Name ?? "");
        if (made.Share is not { } share)
            return new Refusal(made.IsTaken ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest, string.Join(' ', made.Faults));
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"{request.PathBase}/api/v1/shares/{share.Name}", ShareDescription.Of(share, links, request, time.GetUtcNow()) with
        {
            Password = made.Password,
            Unmatched = made.Unmatched.IsEmpty ? null : made.Unmatched,
        });
    }

    private static IResult DeleteShare(string name, ShareDirectory shares) =>
        shares.Revoke(name) ? TypedResults.NoContent() : Refusal.NotFound("There is no such share, or it is revoked already.");
}
