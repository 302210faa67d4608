using Metrics.Collector;
using Metrics.RrdStore;
using Metrics.Web.Configuration;
using Metrics.Web.Endpoints;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metrics.Web.Api;

/// <summary>What programs ask besides series: which graphs there are, and how everything does.</summary>
internal static class ApiEndpoints
{
    /// <summary>Maps <c>/api/v1/graphs</c> and <c>/api/v1/status</c>.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1");
        group.MapGet("/graphs", GetGraphs).TakesQuery("section", "after", "limit").WithTags("Graphs")
            .WithSummary("The graphs, by name.")
            .WithDescription($"section: only those of this page. after: only names behind it. limit: at most so many, {ListLimit.Range}. "
                + "When there are more, next is the value for after.")
            .Produces<GraphList>().ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/status", GetStatus).TakesQuery().WithTags("Monitoring")
            .WithSummary("How store and sources do.").Produces<StatusReport>();
    }

    private static IResult GetGraphs(GraphCatalog graphs, string? section, string? after, string? limit)
    {
        if (ListLimit.Read(limit, out var refusal) is not { } most)
            return refusal!;
        var found = graphs.Graphs
            .Where(graph => section is null || graph.Section == section)
            .Where(graph => after is null || string.CompareOrdinal(graph.Name, after) > 0)
            .OrderBy(graph => graph.Name, StringComparer.Ordinal).Take(most + 1).ToList();
        var next = found.Count > most ? found[most - 1].Name : null;
        return TypedResults.Ok(new GraphList(
            [
                .. found.Take(most).Select(graph => new GraphDescription(
                    graph.Name, graph.Section, graph.Title, graphs.StepOf(graph), [.. graph.Sources.Select(series => series.Value)])),
            ], next));
    }

    private static Ok<StatusReport> GetStatus(RoundRobinStore store, GraphCatalog graphs, CollectorService collector, ProcessClock process, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        var health = store.Health;
        return TypedResults.Ok(new StatusReport(
            Installation.Version, (long)process.Uptime.TotalSeconds, store.List().Count, graphs.Graphs.Length,
            new StoreReport(health.LastError, health.LastSync.ToUnixTimeSeconds(), health.UnsavedBytes, health.LateReadings, health.RefusedReadings,
                health.InvalidReadings, health.DamagedBlocks, health.Recovery),
            [.. collector.Status.Select(Describe)]));
    }

    private static SourceReport Describe(SourceStatus source) => new(
        source.Name, source.Step.TotalSeconds, source.Series, source.LastReading?.ToUnixTimeSeconds(), source.LastDuration.TotalSeconds, source.Readings,
        source.Missed, [.. source.Faults.Select(fault => new FaultReport(fault.Path, fault.Problem, fault.Since.ToUnixTimeSeconds()))]);
}
