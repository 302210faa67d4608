using Metrics.RrdStore;

namespace Metrics.Grapher.Data;

/// <summary>Reads what a graph shows out of a store, reduced to buckets of about one and a half pixels.</summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock that "now" comes from.</param>
internal sealed partial class GraphReader(RoundRobinStore store, TimeProvider time)
{
    /// <summary>A graph with less data than this share of its range shrinks to the data.</summary>
    private const int ShrinkBelow = 6;

    /// <summary>No graph is shorter than this, in seconds.</summary>
    private const int ShortestSpan = 60;

    /// <summary>Reads for a picture.</summary>
    /// <param name="definition">The series and their limits.</param>
    /// <param name="range">The time asked for.</param>
    /// <param name="plotWidth">Width of the plot in CSS pixels.</param>
    public GraphData ForPicture(GraphDefinition definition, GraphRange range, float plotWidth)
    {
        const float pixelsPerBucket = 1.5f;
        return Read(definition, range, span => BucketSteps.Nearest(span * pixelsPerBucket / plotWidth));
    }

    /// <summary>Reads for numbers: in buckets of 5 minutes, which the 95th percentile is taken from; in finer ones under two hours.</summary>
    public GraphData ForNumbers(GraphDefinition definition, GraphRange range) =>
        Read(definition, range, span => span >= 7_200 ? 300 : 1);

    private GraphData Read(GraphDefinition definition, GraphRange range, Func<long, int> bucketFor)
    {
        var found = definition.Series.Select(s => store.TryFind(s.Series, out var info) ? info : null).ToArray();
        var known = found.OfType<SeriesInfo>().ToArray();
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var begins = known.Min(s => store.FirstKnown(s.Id) - s.Definition.Schema.StepSeconds);
        var (start, end) = Span(range, known, now, begins);
        var wished = Math.Max(bucketFor(end - start), known.Length == 0 ? 1 : known.Min(s => s.Definition.Schema.StepSeconds));
        var rows = new Rows?[found.Length];
        for (var i = 0; i < found.Length; i++)
            rows[i] = found[i] is { } series ? store.Resolve(series.Id, Main(series), new(start, end), wished) : null;
        var bucket = Math.Max(wished, rows.Max(r => r?.StepSeconds) ?? wished);
        var first = start / bucket * bucket;
        var count = (int)((end - first + bucket - 1) / bucket);
        var columns = Fill(definition, found, rows, new(first, bucket, count), end);
        return new GraphData(start, end, first, bucket, columns, begins ?? start, now) { Live = range.End is null };
    }

    /// <summary>The stretch to show, in seconds since the epoch. It ends with the newest value while the source is alive, so that a picture changes only with its data.</summary>
    public (long Start, long End) Span(GraphRange range, SeriesInfo[] series, long now, long? begins)
    {
        var seconds = Math.Max(ShortestSpan, (long)range.Span.TotalSeconds);
        if (range.End is { } fixedEnd)
            return (fixedEnd.ToUnixTimeSeconds() - seconds, fixedEnd.ToUnixTimeSeconds());
        var (newest, step) = (0L, 1);
        foreach (var one in series)
            if (store.Latest(one.Id).UnixSeconds is var latest && latest > newest)
                (newest, step) = (latest, one.Definition.Schema.StepSeconds);
        var end = newest > 0 && now - newest <= GraphData.StaleSteps * step ? newest : now;
        if (begins < end && (end - begins.Value) * ShrinkBelow < seconds)
            seconds = Math.Max(ShortestSpan, (end - begins.Value) * 5 / 4);
        return (end - seconds, end);
    }

    /// <summary>What lines follow: averages, or what else is kept of a series that keeps none.</summary>
    private static ConsolidationFunction Main(SeriesInfo series)
    {
        var archives = series.Definition.Schema.Archives;
        return archives.Any(a => a.Function == ConsolidationFunction.Average) ? ConsolidationFunction.Average : archives[0].Function;
    }
}
