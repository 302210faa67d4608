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
    /// <param name="memory">Holds the columns.</param>
    public GraphData ForPicture(GraphDefinition definition, GraphRange range, float plotWidth, Workspace memory) =>
        Read(definition, range, plotWidth, memory);

    /// <summary>Reads for numbers: in buckets of 5 minutes, which the 95th percentile is taken from; in finer ones under two hours, so
    /// that there is more than a handful.</summary>
    /// <param name="definition">The series and their limits.</param>
    /// <param name="range">The time asked for.</param>
    /// <param name="memory">Holds the columns.</param>
    public GraphData ForNumbers(GraphDefinition definition, GraphRange range, Workspace memory) => Read(definition, range, null, memory);

    private GraphData Read(GraphDefinition definition, GraphRange range, float? plotWidth, Workspace memory)
    {
        var found = new SeriesInfo?[definition.Series.Length];
        var (finest, begins) = (int.MaxValue, (long?)null);
        for (var i = 0; i < found.Length; i++)
        {
            if (!store.TryFind(definition.Series[i].Series, out var series))
                continue;
            found[i] = series;
            var step = series.Definition.Schema.StepSeconds;
            finest = Math.Min(finest, step);
            if (store.FirstKnown(series.Id) - step is { } from && !(from >= begins))
                begins = from;
        }
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var (start, end) = Span(range, found, now, begins);
        var wished = BucketSeconds(end - start, plotWidth);
        if (finest < int.MaxValue)
            wished = Math.Max(wished, finest);
        var rows = new Rows?[found.Length];
        var bucket = wished;
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i] is not { } series)
                continue;
            rows[i] = store.Resolve(series.Id, Main(series), new(start, end), wished);
            bucket = Math.Max(bucket, rows[i]!.Value.StepSeconds);
        }
        var first = start / bucket * bucket;
        var count = (int)((end - first + bucket - 1) / bucket);
        var columns = Fill(definition, found, rows, new(first, bucket, count), end, memory);
        return new GraphData(start, end, first, bucket, columns, begins ?? start, now) { Live = range.End is null };
    }

    /// <summary>The wished seconds of a bucket: about one and a half pixels of a picture, or what numbers are taken from.</summary>
    private static int BucketSeconds(long seconds, float? plotWidth)
    {
        const float pixelsPerBucket = 1.5f;
        return plotWidth is { } width ? BucketSteps.Nearest(seconds * pixelsPerBucket / width) : seconds >= 7_200 ? 300 : 1;
    }

    /// <summary>The stretch to show, in seconds since the epoch. It ends with the newest value while the source is alive, so that a
    /// picture changes only with its data.</summary>
    public (long Start, long End) Span(GraphRange range, ReadOnlySpan<SeriesInfo?> series, long now, long? begins)
    {
        var seconds = Math.Max(ShortestSpan, (long)range.Span.TotalSeconds);
        if (range.End is { } fixedEnd)
            return (fixedEnd.ToUnixTimeSeconds() - seconds, fixedEnd.ToUnixTimeSeconds());
        var (newest, step) = (0L, 1);
        foreach (var one in series)
            if (one is not null && store.Latest(one.Id).UnixSeconds is var latest && latest > newest)
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
        return Keeps(series, ConsolidationFunction.Average) ? ConsolidationFunction.Average : archives[0].Function;
    }

    private static bool Keeps(SeriesInfo series, ConsolidationFunction function)
    {
        foreach (var archive in series.Definition.Schema.Archives)
            if (archive.Function == function)
                return true;
        return false;
    }
}
