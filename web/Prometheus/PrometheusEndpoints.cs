using System.Text.Json;
using Metrics.RrdStore;

namespace Metrics.Web.Prometheus;

/// <summary>A part of Prometheus' query API below <c>/prometheus</c>, for Grafana and other programs that speak it. It has a root of its
/// own since <c>/api/v1/series</c> is ours and another thing.</summary>
internal static class PrometheusEndpoints
{
    /// <summary>The API we follow: Grafana asks the endpoints of labels with <c>match[]</c> from this version on.</summary>
    private const string FollowedVersion = "2.24.0";

    private static readonly string[] GetOrPost = [HttpMethods.Get, HttpMethods.Post];

    private delegate PrometheusAnswer Answer(PrometheusRequest request, MetricCatalog catalog);

    /// <summary>Maps the endpoints.</summary>
    public static void MapPrometheus(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/prometheus/api/v1").WithTags("Prometheus");
        Map(group, "/query", GetOrPost, "The value of a query at one moment.", ["query", "time", "timeout", "limit", "stats", "lookback_delta"], Instant);
        Map(group, "/query_range", GetOrPost, "The values of a query over time.",
            ["query", "start", "end", "step", "timeout", "limit", "stats", "lookback_delta"], Range);
        Map(group, "/labels", GetOrPost, "The names of labels.", ["match[]*", "start", "end", "limit"], Labels);
        Map(group, "/series", GetOrPost, "The labels of series.", ["match[]*", "start", "end", "limit"], Series);
        Map(group, "/metadata", [HttpMethods.Get], "What the metrics are.", ["metric", "limit", "limit_per_metric"], Metadata);
        Map(group, "/status/buildinfo", [HttpMethods.Get], "The version of Prometheus whose API this follows.", [], static (_, _) => BuildInformation());
        group.MapGet("/label/{name}/values", (string name, HttpRequest request, RoundRobinStore store, TimeProvider time) =>
                AnswerAsync(request, store, time, ["match[]*", "start", "end", "limit"], (parameters, catalog) => LabelValues(name, parameters, catalog)))
            .WithSummary("The values of a label.").Produces<string>(contentType: "application/json");
    }

    private static void Map(RouteGroupBuilder group, string path, string[] methods, string summary, string[] names, Answer answer) =>
        group.MapMethods(path, methods, (HttpRequest request, RoundRobinStore store, TimeProvider time) => AnswerAsync(request, store, time, names, answer))
            .WithSummary(summary).Produces<string>(contentType: "application/json");

    private static async Task<IResult> AnswerAsync(HttpRequest request, RoundRobinStore store, TimeProvider time, string[] names, Answer answer)
    {
        try
        {
            return answer(await PrometheusRequest.ReadAsync(request, time.GetUtcNow(), names), new MetricCatalog(store));
        }
        catch (QueryFault fault)
        {
            return PrometheusAnswer.Of(fault);
        }
    }

    private static PrometheusAnswer Instant(PrometheusRequest request, MetricCatalog catalog)
    {
        var times = new QueryTimes(request.Milliseconds("time", isNeeded: false), 0, 1);
        return PrometheusAnswer.Instant(new QueryEngine(catalog, times).Evaluate(request.Query), times);
    }

    private static PrometheusAnswer Range(PrometheusRequest request, MetricCatalog catalog)
    {
        var times = QueryTimes.Between(
            request.Milliseconds("start", isNeeded: true), request.Milliseconds("end", isNeeded: true), request.StepMilliseconds("step"));
        return PrometheusAnswer.Range(new QueryEngine(catalog, times).Evaluate(request.Query), times);
    }

    private static PrometheusAnswer Labels(PrometheusRequest request, MetricCatalog catalog) =>
        PrometheusAnswer.Of(Matching(request, catalog).SelectMany(entry => entry.Labels.All.Select(label => label.Key))
            .Distinct().Order(StringComparer.Ordinal).Take(request.Limit));

    private static PrometheusAnswer LabelValues(string name, PrometheusRequest request, MetricCatalog catalog) =>
        PrometheusAnswer.Of(Matching(request, catalog).Select(entry => entry.Labels[name]).Where(value => value.Length > 0)
            .Distinct().Order(StringComparer.Ordinal).Take(request.Limit));

    private static PrometheusAnswer Series(PrometheusRequest request, MetricCatalog catalog)
    {
        if (request.Matches.Count == 0)
            throw QueryFault.BadData("no match[] parameter provided");
        var found = Matching(request, catalog).Take(request.Limit).ToList();
        return PrometheusAnswer.Of(json =>
        {
            json.WriteStartArray();
            foreach (var entry in found)
                PrometheusAnswer.Write(json, entry.Labels);
            json.WriteEndArray();
        });
    }

    /// <summary>The series that one of the selectors names; all when there is none. Those that are no more today are not known, whatever
    /// start and end say.</summary>
    private static List<MetricCatalog.Entry> Matching(PrometheusRequest request, MetricCatalog catalog)
    {
        var matches = request.Matches;
        return [.. catalog.All().Where(entry => matches.Count == 0
            || matches.Any(match => match.Matchers.All(matcher => matcher.Matches(entry.Labels[matcher.Label]))))];
    }

    private static PrometheusAnswer Metadata(PrometheusRequest request, MetricCatalog catalog)
    {
        var metric = request.Text("metric");
        var families = catalog.All().Select(entry => entry.Family).Distinct().Where(family => metric is null || family.Name == metric)
            .OrderBy(family => family.Name, StringComparer.Ordinal).Take(request.Limit).ToList();
        return PrometheusAnswer.Of(json => WriteFamilies(json, families));
    }

    private static void WriteFamilies(Utf8JsonWriter json, List<MetricFamily> families)
    {
        json.WriteStartObject();
        foreach (var family in families)
        {
            json.WriteStartArray(family.Name);
            json.WriteStartObject();
            json.WriteString("type", "gauge");
            json.WriteString("help", family.Help);
            json.WriteString("unit", "");
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static PrometheusAnswer BuildInformation() => PrometheusAnswer.Of(static json =>
    {
        json.WriteStartObject();
        json.WriteString("version", FollowedVersion);
        foreach (var name in (ReadOnlySpan<string>)["revision", "branch", "buildUser", "buildDate", "goVersion"])
            json.WriteString(name, "");
        json.WriteEndObject();
    });
}
