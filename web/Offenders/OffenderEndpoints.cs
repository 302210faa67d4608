using Metrics.Actions.Blocking;
using Metrics.Analyzers.Detectors;
using Metrics.Analyzers.Usage;
using Metrics.Web.Domains;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metrics.Web.Offenders;

/// <summary>Whom the detectors have pointed at: for administrators only.</summary>
internal static class OffenderEndpoints
{
    private const int MostOnPage = 100;

    private static readonly TimeSpan Past = TimeSpan.FromDays(30);

    /// <summary>Maps <c>/offenders</c> and <c>/api/v1/offenders</c>.</summary>
    public static void MapOffenders(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/offenders", GetPage).TakesQuery("refresh", "theme").ExcludeFromDescription().RefusesUnreadableUsage();
        routes.MapGet("/api/v1/offenders", GetList).TakesQuery().WithTags("Logs")
            .WithSummary("Whom the detectors have pointed at, the newest first.").Produces<OffenderList>()
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable).RefusesUnreadableUsage();
    }

    private static IResult GetPage(HttpContext context, PageFrames frames, UsageReader usage, DecisionTable decisions, TimeProvider time) =>
        PageQuery.Read(context.Request.Query, out var refusal) is { } query
            ? new RazorComponentResult<OffendersPage>(new
            {
                Frame = frames.Make(context.Request, query),
                Offenders = usage.Offenders(MostOnPage),
                Decisions = decisions.LatestBySubject(time.GetUtcNow() - Past),
                Now = time.GetUtcNow(),
            })
            : refusal!;

    private static Ok<OffenderList> GetList(UsageReader usage, DecisionTable decisions, TimeProvider time, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        var decided = decisions.LatestBySubject(time.GetUtcNow() - Past);
        return TypedResults.Ok(new OffenderList([.. usage.Offenders(OffenderBook.Most).Select(offender => OffenderDescription.Of(offender, decided.GetValueOrDefault(offender.Subject)))]));
    }
}
