using System.Globalization;
using Metrics.RrdStore;
using Metrics.Web.Serving;

namespace Metrics.Web.Endpoints;

/// <summary>A checked request for rows.</summary>
/// <param name="Series">The series, in the order asked for.</param>
/// <param name="Function">The consolidation function.</param>
/// <param name="Range">The time.</param>
/// <param name="StepSeconds">The wished seconds per row.</param>
internal sealed record FetchQuery(IReadOnlyList<SeriesInfo> Series, ConsolidationFunction Function, TimeRange Range, int StepSeconds)
{
    /// <summary>Values in one answer.</summary>
    public const int MostValues = 200_000;

    private const int MostSeries = 20;
    private const long MostYears = 1_000;

    /// <summary>Reads the parameters, or says which one is wrong.</summary>
    public static FetchQuery? Read(
        RoundRobinStore store, DateTimeOffset now, string[] series, string? from, string? to, string? step, string? cf, out Refusal? refusal)
    {
        refusal = null;
        if (series.Length is 0 or > MostSeries)
            return Refuse(Refusal.BadRequest($"The parameter series is needed, 1 to {MostSeries} times; found {series.Length}."), out refusal);
        var found = new List<SeriesInfo>(series.Length);
        foreach (var text in series)
        {
            if (!SeriesName.TryParse(text, out var name, out var fault))
                return Refuse(Refusal.BadRequest(fault!), out refusal);
            if (!store.TryFind(name, out var info))
                return Refuse(Refusal.NotFound($"There is no series {name}."), out refusal);
            found.Add(info);
        }
        if (Moment.Read(from ?? "-1d", now) is not { } start || Moment.Read(to ?? "now", now) is not { } end)
            return Refuse(Refusal.BadRequest("The parameters from and to take RFC 3339, seconds since the epoch, now, or a time before now such as -36h."), out refusal);
        if (start >= end || start < 0 || end - start > MostYears * 366 * 86_400)
            return Refuse(Refusal.BadRequest("The parameter from must be before to, and both after 1970."), out refusal);
        var seconds = 1;
        if (step is not null && (!int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds < 1))
            return Refuse(Refusal.BadRequest("The parameter step takes a whole number of seconds, at least 1."), out refusal);
        if (ReadFunction(cf ?? "average") is not { } function)
            return Refuse(Refusal.BadRequest("The parameter cf takes average, minimum, maximum or last."), out refusal);
        return new FetchQuery(found, function, new TimeRange(start, end), seconds);
    }

    private static FetchQuery? Refuse(Refusal reason, out Refusal? refusal)
    {
        refusal = reason;
        return null;
    }

    /// <summary>A consolidation function by its name; null for anything else.</summary>
    internal static ConsolidationFunction? ReadFunction(string text) => text.ToLowerInvariant() switch
    {
        "average" => ConsolidationFunction.Average,
        "minimum" or "min" => ConsolidationFunction.Minimum,
        "maximum" or "max" => ConsolidationFunction.Maximum,
        "last" => ConsolidationFunction.Last,
        _ => null,
    };
}
