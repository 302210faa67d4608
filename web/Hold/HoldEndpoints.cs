using Metrics.Actions.Hold;
using Metrics.Actions.MailServers;
using Metrics.Actions.Services;
using Metrics.RrdStore;
using Metrics.Web.Access;
using Metrics.Web.Configuration;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Metrics.Web.Hold;

/// <summary>The page of the mail hold, for administrators: how it is, and the ways to begin and to end one.</summary>
internal static class HoldEndpoints
{
    private const int MostShown = 20;

    /// <summary>A page is not worth more waiting for a guard that is busy with a large queue.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Maps <c>/hold</c>.</summary>
    public static void MapHold(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/hold").ExcludeFromDescription();
        pages.MapGet("", GetPageAsync).TakesQuery("refresh", "theme");
        pages.MapPost("", PostHold).TakesQuery();
        pages.MapPost("/acknowledge", PostAcknowledge).TakesQuery();
        pages.MapPost("/resume", PostResume).TakesQuery();
        pages.MapPost("/restart/{service}", PostRestart).TakesQuery();
    }

    private static async Task<IResult> GetPageAsync(HttpContext context, PageFrames frames, HoldTable table, HoldSettings hold, IMailGuard guard, IAntiforgery forms, RestartTable restarts, MetricsSettings settings,
        RoundRobinStore store, MailTraffic traffic, TimeProvider time)
    {
        if (PageQuery.Read(context.Request.Query, out var refusal) is not { } query)
            return refusal!;
        var tokens = forms.GetAndStoreTokens(context);
        context.Response.Headers.CacheControl = "no-store";
        var (state, queue, problem) = await AskAsync(guard, context.RequestAborted);
        var (jobs, now) = (table.Newest(MostShown), time.GetUtcNow());
        return new RazorComponentResult<HoldPage>(new
        {
            Frame = frames.Make(context.Request, query),
            Jobs = jobs,
            Options = hold.Current,
            State = state,
            Queue = queue,
            Count = Count(jobs, traffic, now),
            Problem = problem,
            settings.Services,
            Restarts = restarts.Newest(MostShown),
            Log = MailLog.Of(store, now),
            Form = tokens,
        });
    }

    private static MailCount? Count(IReadOnlyList<HoldJob> jobs, MailTraffic traffic, DateTimeOffset now) =>
        jobs is [{ Holds: true, Acted: { } acted }, ..] ? traffic.Since(acted, now) : null;

    private static async Task<(MailState? State, QueueSummary Queue, string Problem)> AskAsync(IMailGuard guard, CancellationToken aborted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(Patience);
        try
        {
            return (await guard.LookAsync(patience.Token), await guard.QueueAsync(patience.Token), "");
        }
        catch (IOException e)
        {
            return (null, QueueSummary.Empty, e.Message);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return (null, QueueSummary.Empty, "The guard is busy; how the mail servers are is not known now.");
        }
    }

    private static IResult PostHold([FromForm] string? level, [FromForm] string? why, HttpContext context, HoldTable table, HoldSettings hold)
    {
        if (HoldKeys.LevelOf(level ?? "") is not { } wanted)
            return Refusal.BadRequest("A level is warn, hold, filter or stop.");
        if (why?.Trim() is not { Length: > 0 } reason)
            return Refusal.BadRequest("A hold needs a reason; it stands in the messages.");
        table.Begin(wanted, hold.Current.Armed, reason, AccessClaims.NameOf(context.User));
        return Redirection.To("hold");
    }

    private static IResult PostAcknowledge([FromForm] string? _, HttpContext context, HoldTable table) =>
        table.Acknowledge(AccessClaims.NameOf(context.User)) ? Redirection.To("../hold") : Refusal.NotFound("No mail is held, or somebody looks after it already.");

    private static IResult PostResume([FromForm] string? _, HttpContext context, HoldTable table) =>
        table.Resume(AccessClaims.NameOf(context.User)) ? Redirection.To("../hold") : Refusal.NotFound("No mail is held, or it is resumed already.");

    private static IResult PostRestart(string service, [FromForm] string? _, HttpContext context, RestartTable restarts, MetricsSettings settings)
    {
        if (settings.Services.All(one => one.Name != service))
            return Refusal.NotFound("There is no such service.");
        restarts.Ask(service, AccessClaims.NameOf(context.User), "");
        return Redirection.To("../../hold");
    }
}
