using Metrics.RrdStore;

namespace Metrics.Web.Control;

/// <summary>Reads rows.</summary>
internal static class QueryVerb
{
    /// <summary>Rows in one answer.</summary>
    public const int MostRows = 2_000_000;

    private const int RowsAtOnce = 4_096;

    /// <summary>Sends what the rows are, then the rows.</summary>
    public static void Query(RoundRobinStore store, SeriesInfo series, QueryRequest request, Action<ControlAnswer> send)
    {
        var rows = store.Resolve(series.Id, request.Function, new TimeRange(request.FromSeconds, request.ToSeconds), request.StepSeconds);
        if (rows.Count > MostRows)
            throw new ControlRefusedException(
                $"That would be {rows.Count:N0} rows of {rows.StepSeconds} s, more than {MostRows:N0}; ask for less time or a larger step.");
        send(new QueryAnswer(series.Name.Value, series.Metadata.Unit, request.Function, rows.EndOf(0), rows.StepSeconds, rows.Count));
        var values = new double[Math.Min(rows.Count, RowsAtOnce)];
        for (var at = 0; at < rows.Count; at += RowsAtOnce)
        {
            var part = new Rows(rows.StartSeconds + (long)at * rows.StepSeconds, rows.StepSeconds, Math.Min(RowsAtOnce, rows.Count - at));
            store.Fetch(series.Id, request.Function, part, values);
            send(new RowsAnswer([.. values.Take(part.Count).Select(value => double.IsNaN(value) ? (double?)null : value)]));
        }
    }
}
