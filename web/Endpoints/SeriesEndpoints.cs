using System.IO.Enumeration;
using Metrics.RrdStore;
using Metrics.Web.Serving;

namespace Metrics.Web.Endpoints;

/// <summary>Series and their values for programs.</summary>
internal static class SeriesEndpoints
{
    /// <summary>Maps <c>/api/v1/series</c>, <c>/api/v1/fetch</c> and their description.</summary>
    public static void MapSeries(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi.json");
        var group = routes.MapGroup("/api/v1").WithTags("Series");
        group.MapGet("/series", GetSeries).TakesQuery("prefix", "match", "after", "limit")
            .WithSummary("The series, by name.")
            .WithDescription($"prefix: only names that begin with it. match: only names that it matches, in which * stands for anything and ? for one character. after: only names behind it. limit: at most so many, {ListLimit.Range}. "
                + "When there are more, next is the value for after.")
            .Produces<SeriesList>().ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/fetch", GetRows).TakesQuery("series*", "from", "to", "step", "cf")
            .WithSummary("Rows of up to 20 series.")
            .WithDescription("series: a name, several times for several series. from, to: RFC 3339, seconds since the epoch, or relative to now such as -36h; "
                + "from is -1d by default, to is now. step: the wished seconds per row; the archive nearest to it answers. "
                + "cf: average (default), minimum, maximum or last. Unknown values are null.")
            .Produces<FetchResult>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult GetSeries(RoundRobinStore store, string? prefix, string? match, string? after, string? limit)
    {
        if (ListLimit.Read(limit, out var refusal) is not { } most)
            return refusal!;
        if (match is { Length: > SeriesName.MaximumBytes })
            return Refusal.BadRequest($"The parameter match takes at most {SeriesName.MaximumBytes} characters.");
        var found = store.List()
            .Where(series => prefix is null || series.Name.Value.StartsWith(prefix, StringComparison.Ordinal))
            .Where(series => match is null || FileSystemName.MatchesSimpleExpression(match, series.Name.Value, ignoreCase: false))
            .Where(series => after is null || string.CompareOrdinal(series.Name.Value, after) > 0)
            .Take(most + 1).ToList();
        var next = found.Count > most ? found[most - 1].Name.Value : null;
        return TypedResults.Ok(new SeriesList([.. found.Take(most).Select(series => Describe(store, series))], next));
    }

    private static SeriesDescription Describe(RoundRobinStore store, SeriesInfo series)
    {
        var latest = store.Latest(series.Id);
        return new SeriesDescription(series.Name.Value, series.Metadata.Unit, series.Metadata.Label, series.Metadata.Attributes,
            series.Definition.Source.Type.ToString().ToLowerInvariant(), series.Definition.Schema.StepSeconds,
            double.IsNaN(latest.Value) ? null : latest.Value, latest.UnixSeconds == 0 ? null : latest.UnixSeconds);
    }

    private static IResult GetRows(RoundRobinStore store, TimeProvider time, string[]? series, string? from, string? to, string? step, string? cf)
    {
        if (FetchQuery.Read(store, time.GetUtcNow(), series ?? [], from, to, step, cf, out var refusal) is not { } query)
            return refusal!;
        var answer = new List<FetchedSeries>(query.Series.Count);
        var total = 0;
        foreach (var one in query.Series)
        {
            var rows = store.Resolve(one.Id, query.Function, query.Range, query.StepSeconds);
            if ((total += rows.Count) > FetchQuery.MostValues)
                return Refusal.BadRequest($"The answer would have more than {FetchQuery.MostValues} values; ask for fewer series, less time or a larger step.");
            var values = new double[rows.Count];
            store.Fetch(one.Id, query.Function, rows, values);
            answer.Add(new FetchedSeries(one.Name.Value, one.Metadata.Unit, rows.EndOf(0), rows.StepSeconds,
                [.. values.Select(value => double.IsFinite(value) ? value : (double?)null)]));
        }
        return TypedResults.Ok(new FetchResult(query.Function.ToString().ToLowerInvariant(), query.Range.StartSeconds, query.Range.EndSeconds, answer));
    }
}
