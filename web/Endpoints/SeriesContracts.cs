namespace Metrics.Web.Endpoints;

/// <summary>The answer of <c>/api/v1/series</c>.</summary>
/// <param name="Series">The series, by name.</param>
/// <param name="Next">The value of <c>after</c> for the next ones; absent when these are the last.</param>
internal sealed record SeriesList(IReadOnlyList<SeriesDescription> Series, string? Next);

/// <summary>A series.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Unit of its values as a UCUM code.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Attributes">Facts beside it.</param>
/// <param name="Type">How its readings are understood: gauge, counter, derive, absolute.</param>
/// <param name="Step">Seconds between values.</param>
/// <param name="Value">The newest value; absent when unknown.</param>
/// <param name="Time">When that was, in seconds since the epoch; absent when there is none.</param>
internal sealed record SeriesDescription(
    string Name, string Unit, string Label, IReadOnlyDictionary<string, string> Attributes, string Type, int Step, double? Value, long? Time);

/// <summary>The answer of <c>/api/v1/fetch</c>.</summary>
/// <param name="Cf">The consolidation function.</param>
/// <param name="From">Start of the time asked for, in seconds since the epoch.</param>
/// <param name="To">Its end.</param>
/// <param name="Series">The rows of each series, in the order asked for.</param>
internal sealed record FetchResult(string Cf, long From, long To, IReadOnlyList<FetchedSeries> Series);

/// <summary>Rows of one series.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Unit of its values as a UCUM code.</param>
/// <param name="Start">End of the first row's interval, in seconds since the epoch; each row is <paramref name="Step"/> later.</param>
/// <param name="Step">Seconds a row covers.</param>
/// <param name="Values">The values, oldest first; null is unknown.</param>
internal sealed record FetchedSeries(string Name, string Unit, long Start, int Step, IReadOnlyList<double?> Values);
