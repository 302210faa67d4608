using Metrics.RrdStore;

namespace Metrics.Web.Prometheus;

/// <summary>Rows of a series that cover the moments of a query, read once.</summary>
internal sealed class SeriesRows
{
    private readonly Schema schema;
    private readonly Sample latest;
    private readonly Rows rows;
    private readonly double[] values;

    private SeriesRows(Schema schema, Sample latest, Rows rows, double[] values) =>
        (this.schema, this.latest, this.rows, this.values) = (schema, latest, rows, values);

    /// <summary>How many rows were read.</summary>
    public int Count => values.Length;

    /// <summary>Seconds a row covers.</summary>
    public int StepSeconds => rows.StepSeconds;

    /// <summary>Reads the rows.</summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="wanted">The consolidation function, if one of its archives has it; else the average.</param>
    /// <param name="range">The moments, and the time before the first one that counts for it.</param>
    /// <param name="resolution">The wished seconds per row.</param>
    /// <param name="most">The most rows to read.</param>
    /// <returns>The rows; null when they would be more.</returns>
    public static SeriesRows? Read(RoundRobinStore store, SeriesInfo series, ConsolidationFunction wanted, TimeRange range, int resolution, int most)
    {
        var schema = series.Definition.Schema;
        var latest = store.Latest(series.Id);
        var function = FunctionOf(schema, wanted);
        var rows = Clip(store.Resolve(series.Id, function, range, resolution), schema, latest.UnixSeconds);
        if (rows.Count > most)
            return null;
        var values = new double[rows.Count];
        store.Fetch(series.Id, function, rows, values);
        return new SeriesRows(schema, latest, rows, values);
    }

    /// <summary>The value at a moment: of the row that ended last; behind the newest reading that reading, as long as its heartbeat.</summary>
    public double At(long seconds)
    {
        var row = RowsUntil(seconds) - 1;
        var value = row >= 0 && row < values.Length ? values[row] : double.NaN;
        return double.IsNaN(value) && seconds >= latest.UnixSeconds && seconds - latest.UnixSeconds <= schema.HeartbeatSeconds ? latest.Value : value;
    }

    /// <summary>A function over the rows that lie in the time before a moment; over the row at the moment when none does.</summary>
    /// <param name="function"><c>avg</c>, <c>min</c>, <c>max</c>, <c>sum</c> or <c>last</c>.</param>
    /// <param name="seconds">The moment.</param>
    /// <param name="window">How many seconds before it.</param>
    public double Over(string function, long seconds, long window)
    {
        var to = Math.Min(RowsUntil(seconds), values.Length);
        var from = Math.Clamp((seconds - window - rows.StartSeconds + rows.StepSeconds - 1) / rows.StepSeconds, 0, values.Length);
        if (from >= to)
            return function == "sum" ? At(seconds) * window / schema.StepSeconds : At(seconds);
        var known = values.AsSpan((int)from, (int)(to - from));
        var (count, sum, low, high, last) = (0, 0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN);
        foreach (var value in known)
        {
            if (double.IsNaN(value))
                continue;
            count++;
            sum += value;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
            last = value;
        }
        // A row stands for as many values as it covers steps: the sum is that of the values, whichever archive answers.
        return count == 0 ? double.NaN : function switch
        {
            "min" => low,
            "max" => high,
            "sum" => sum * rows.StepSeconds / schema.StepSeconds,
            "last" => last,
            _ => sum / count,
        };
    }

    /// <summary>How many rows have ended at a moment.</summary>
    private long RowsUntil(long seconds) => Math.Max(0, (seconds - rows.StartSeconds) / rows.StepSeconds);

    /// <summary>One row more before, which may be the one that ended last at the first moment; none that the archive cannot have.</summary>
    private static Rows Clip(Rows rows, Schema schema, long latest)
    {
        // Rows of one step are the same for every function, so that those of another one may answer.
        var kept = schema.Archives.Where(archive => archive.StepsPerRow * schema.StepSeconds == rows.StepSeconds).Max(archive => archive.Rows);
        var newest = latest - latest % rows.StepSeconds;
        var start = Math.Max(rows.StartSeconds - rows.StepSeconds, newest - (long)kept * rows.StepSeconds);
        var end = Math.Min(rows.EndSeconds, newest + rows.StepSeconds);
        start = Math.Max(0, start);
        return new Rows(start, rows.StepSeconds, (int)Math.Max(0, (end - start) / rows.StepSeconds));
    }

    private static ConsolidationFunction FunctionOf(Schema schema, ConsolidationFunction wanted)
    {
        foreach (var function in (ReadOnlySpan<ConsolidationFunction>)[wanted, ConsolidationFunction.Average])
            if (schema.Archives.Any(archive => archive.Function == function))
                return function;
        return schema.Archives[0].Function;
    }
}
