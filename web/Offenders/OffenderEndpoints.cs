using Metrics.Analyzers.Detectors;
using Metrics.Analyzers.Usage;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metrics.Web.Offenders;

/// <summary>Whom the detectors have pointed at: for administrators only.</summary>
internal static class OffenderEndpoints
{
    private const int MostOnPage = 100;

    /// <summary>Maps <c>/offenders</c> and <c>/api/v1/offenders</c>.</summary>
    public static void MapOffenders(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/offenders", GetPage).TakesQuery("refresh", "theme").ExcludeFromDescription();
        routes.MapGet("/api/v1/offenders", GetList).TakesQuery().WithTags("Logs")
            .WithSummary("Whom the detectors have pointed at, the newest first.").Produces<OffenderList>();
    }

    private static IResult GetPage(HttpContext context, PageFrames frames, UsageReader usage) =>
        PageQuery.Read(context.Request.Query, out var refusal) is { } query
            ? new RazorComponentResult<OffendersPage>(new { Frame = frames.Make(context.Request, query), Offenders = usage.Offenders(MostOnPage) })
            : refusal!;

    private static Ok<OffenderList> GetList(UsageReader usage, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new OffenderList([.. usage.Offenders(OffenderBook.Most).Select(OffenderDescription.Of)]));
    }
}
