using System.Net;
using Metrics.Actions.Blocking;
using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;
using Metrics.Actions.Traps;
using Metrics.Web.Access;
using Metrics.Web.Configuration;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Metrics.Web.Firewall;

/// <summary>What is blocked, and the forms that block, end a block, begin a panic. For administrators only.</summary>
internal static class FirewallEndpoints
{
    private const int MostOnPage = 200, LongestAddress = 50;

    /// <summary>Maps <c>/firewall</c> and <c>/api/v1/firewall</c>.</summary>
    public static void MapFirewall(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/firewall").ExcludeFromDescription();
        pages.MapGet("", GetPageAsync).TakesQuery("refresh", "theme");
        pages.MapPost("/block", PostBlockAsync).TakesQuery();
        pages.MapPost("/unblock", PostUnblockAsync).TakesQuery();
        pages.MapPost("/panic", PostPanicAsync).TakesQuery();
        routes.MapGet("/api/v1/firewall", GetStateAsync).TakesQuery().WithTags("Firewall")
            .WithSummary("What is blocked, the newest first, with lists, what is never blocked, and counts of dropped packets.").Produces<FirewallDescription>();
    }

    private static async Task<IResult> GetPageAsync(HttpContext context, PageFrames frames, GuardClient guard, DecisionTable decisions, TrapService traps, IAntiforgery forms, TimeProvider time,
        CancellationToken cancel)
    {
        if (PageQuery.Read(context.Request.Query, out var refusal) is not { } query)
            return refusal!;
        var tokens = forms.GetAndStoreTokens(context);
        context.Response.Headers.CacheControl = "no-store";
        FirewallDescription? state = null;
        string? absence = null;
        try
        {
            state = await DescribeAsync(guard, MostOnPage, cancel);
        }
        catch (Exception e) when (e is GuardAbsentException or GuardRefusedException)
        {
            absence = e.Message;
        }
        return new RazorComponentResult<FirewallPage>(new
        {
            Frame = frames.Make(context.Request, query),
            State = state,
            Absence = absence,
            Form = tokens,
            Decisions = decisions.Newest(MostOnPage),
            TrapFaults = traps.Faults,
            Now = time.GetUtcNow(),
        });
    }

    private static Task<IResult> PostBlockAsync(
        [FromForm] string? address, [FromForm] string? time, [FromForm] string? why, HttpContext context, GuardClient guard, CancellationToken cancel)
    {
        if (!ConfigTypes.TryParseDuration(time ?? "", out var span))
            return Task.FromResult<IResult>(Refusal.BadRequest("A block lasts some time, such as 1h or 7d."));
        if (address?.Length > LongestAddress || why?.Length > BlockOrder.LongestWhy)
            return Task.FromResult<IResult>(Refusal.BadRequest($"An address has at most {LongestAddress} characters, a reason {BlockOrder.LongestWhy}."));
        var who = AccessClaims.NameOf(context.User);
        var reason = string.IsNullOrWhiteSpace(why) ? $"by hand, by {who}" : $"{why.Trim()} ({who})";
        return AskAsync(guard, async () =>
        {
            var order = new BlockOrder(address?.Trim() ?? "", (long)span.TotalSeconds, reason, Grows: false);
            var answer = await guard.AskAsync<BlockAnswer>(new BlockRequest([order]), cancel);
            return answer.Outcomes[0].Refusal;
        }, context, cancel);
    }

    private static Task<IResult> PostUnblockAsync([FromForm] string? address, HttpContext context, GuardClient guard, CancellationToken cancel) => address?.Length > LongestAddress
        ? Task.FromResult<IResult>(Refusal.BadRequest($"An address has at most {LongestAddress} characters."))
        : AskAsync(guard, async () =>
        {
            var answer = await guard.AskAsync<BlockAnswer>(new UnblockRequest([address ?? ""]), cancel);
            return answer.Outcomes[0].Refusal;
        }, context, cancel);

    private static Task<IResult> PostPanicAsync([FromForm] string? step, [FromForm] string? time, HttpContext context, GuardClient guard, CancellationToken cancel)
    {
        if (!Enum.TryParse<PanicStep>(step, ignoreCase: true, out var what) || !Enum.IsDefined(what))
            return Task.FromResult<IResult>(Refusal.BadRequest("A panic begins (on), is confirmed (confirm) or ends (off)."));
        var span = TimeSpan.Zero;
        if (what == PanicStep.On && !ConfigTypes.TryParseDuration(time ?? "", out span))
            return Task.FromResult<IResult>(Refusal.BadRequest("A panic lasts some time, such as 1h."));
        return AskAsync(guard, async () =>
        {
            await guard.AskAsync<DoneAnswer>(new PanicRequest(what, (long)span.TotalSeconds, AddressOf(context) ?? ""), cancel);
            return "";
        }, context, cancel);
    }

    private static async Task<IResult> GetStateAsync(GuardClient guard, HttpResponse response, CancellationToken cancel)
    {
        try
        {
            response.Headers.CacheControl = "no-store";
            return TypedResults.Ok(await DescribeAsync(guard, BlockRequest.Most, cancel));
        }
        catch (Exception e) when (e is GuardAbsentException or GuardRefusedException)
        {
            return new Refusal(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
    }

    private static async Task<FirewallDescription> DescribeAsync(GuardClient guard, int most, CancellationToken cancel)
    {
        var state = await guard.AskAsync<FirewallAnswer>(new FirewallRequest(), cancel);
        var blocks = await guard.AskAsync<BlocksAnswer>(new BlocksRequest(Most: most), cancel);
        return FirewallDescription.Of(state, blocks.Blocks);
    }

    /// <summary>Does what a form asks for, and goes back to the page.</summary>
    /// <param name="guard">The guard.</param>
    /// <param name="ask">Gives why it is refused; empty when it is done.</param>
    /// <param name="context">The request of an administrator, who must not cut himself off.</param>
    /// <param name="cancel">The request has gone.</param>
    private static async Task<IResult> AskAsync(GuardClient guard, Func<Task<string>> ask, HttpContext context, CancellationToken cancel)
    {
        try
        {
            if (AddressOf(context) is { } address)
                await guard.AskAsync<DoneAnswer>(new AdministratorRequest(address), cancel);
            return await ask() is { Length: > 0 } refusal ? Refusal.BadRequest(refusal) : Redirection.To("../firewall");
        }
        catch (GuardRefusedException e)
        {
            return Refusal.BadRequest(e.Message);
        }
        catch (GuardAbsentException e)
        {
            return new Refusal(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
    }

    /// <summary>From where a request comes; null: from this machine.</summary>
    private static string? AddressOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address) ? address.ToString() : null;
}
