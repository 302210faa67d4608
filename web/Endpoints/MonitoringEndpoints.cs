using System.Text;
using Metrics.Collector;
using Metrics.RrdStore;
using Metrics.Web.Access;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metrics.Web.Endpoints;

/// <summary>What other programs ask to know how we are: <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>.</summary>
internal static class MonitoringEndpoints
{
    /// <summary>Maps the three.</summary>
    public static void MapMonitoring(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Monitoring");
        group.MapGet("/healthz", GetHealth).TakesQuery().WithSummary("Says ok as long as the process answers.").AllowAnonymous().Produces<string>(contentType: "text/plain");
        group.MapGet("/readyz", GetReadiness).TakesQuery().WithSummary("Says ready when readings come in and are written; otherwise 503 and why.").AllowAnonymous()
            .Produces<string>(contentType: "text/plain").Produces<string>(StatusCodes.Status503ServiceUnavailable, "text/plain");
        group.MapGet("/metrics", GetMetrics).TakesQuery().WithSummary("Own health and every current value, as Prometheus text 0.0.4.")
            .Produces<string>(contentType: PrometheusText.ContentType);
    }

    private static ContentHttpResult GetHealth() => Plain("ok\n", StatusCodes.Status200OK);

    private static ContentHttpResult GetReadiness(RoundRobinStore store, CollectorService collector, TimeProvider time)
    {
        var now = time.GetUtcNow();
        // Anybody may ask: the reason has paths in it, which the status page and the log tell.
        if (StoreWatch.IsFailing(store.Health, now))
            return Plain("the store cannot be written; the log says why\n", StatusCodes.Status503ServiceUnavailable);
        return collector.Status.Any(source => source is { Readings: > 0, LastReading: { } last } && now - last <= 3 * source.Step)
            ? Plain("ready\n", StatusCodes.Status200OK)
            : Plain("no readings yet\n", StatusCodes.Status503ServiceUnavailable);
    }

    private static FileContentHttpResult GetMetrics(RoundRobinStore store, CollectorService collector, ProcessClock process, PasswordCheck passwords, TimeProvider time, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        var text = new PrometheusText();
        MetricsExposition.Write(text, store, collector.Status, process, passwords, time.GetUtcNow());
        return TypedResults.Bytes(Encoding.UTF8.GetBytes(text.ToString()), PrometheusText.ContentType);
    }

    private static ContentHttpResult Plain(string text, int status) => TypedResults.Text(text, "text/plain", Encoding.UTF8, status);
}
