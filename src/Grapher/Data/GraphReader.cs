using System.Buffers;
using Metrics.RrdStore;

namespace Metrics.Grapher.Data;

/// <summary>Reads what a graph shows out of a store, reduced to buckets of about one and a half pixels.</summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock that "now" comes from.</param>
internal sealed class GraphReader(RoundRobinStore store, TimeProvider time)
{
    /// <summary>A graph with less data than this share of its range shrinks to the data.</summary>
    private const int ShrinkBelow = 6;

    /// <summary>No graph is shorter than this, in seconds.</summary>
    private const int ShortestSpan = 60;

    /// <summary>Rows are read in pieces, so that a year of 10-second rows needs no memory of its size.</summary>
    private const int RowsAtOnce = 4_096;

    /// <summary>A rate may pass the speed of its line by this share: the reading's clock is not the line's.</summary>
    private const double LimitTolerance = 1.05;

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
        var columns = new SeriesColumns[found.Length];
        for (var i = 0; i < found.Length; i++)
        {
            columns[i] = new SeriesColumns(definition.Series[i], count);
            if (found[i] is { } series)
                Fill(columns[i], series, rows[i]!.Value, new(first, bucket, count), end);
            LeaveOut(columns[i], definition);
            columns[i].FindKnown();
        }
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

    private void Fill(SeriesColumns columns, SeriesInfo series, Rows rows, Rows buckets, long end)
    {
        var factor = columns.Series.Factor;
        var schema = series.Definition.Schema;
        columns.StepSeconds = schema.StepSeconds;
        columns.Latest = store.Latest(series.Id) is var latest ? latest with { Value = latest.Value * factor } : default;
        columns.RolledUp = buckets.StepSeconds > schema.StepSeconds;
        var counts = new int[buckets.Count];
        Add(columns, series, rows, buckets, counts, 0);
        // The newest bucket of a coarse archive is not closed yet; what is known of it is in the finest one.
        if (rows.StepSeconds > schema.StepSeconds)
        {
            var filled = Array.FindLastIndex(counts, c => c > 0);
            var from = filled < 0 ? buckets.StartSeconds : buckets.EndOf(filled);
            from = Math.Max(from, end - 2L * rows.StepSeconds);
            if (from < end)
                Add(columns, series, store.Resolve(series.Id, Main(series), new(from, end), schema.StepSeconds), buckets, counts, from);
        }
        for (var i = 0; i < counts.Length; i++)
            if (counts[i] > 0)
                columns.Average[i] = columns.Average[i] / counts[i] * factor;
        if (rows.StepSeconds > schema.StepSeconds)
        {
            Fold(columns.Low, series, ConsolidationFunction.Minimum, rows, buckets, end);
            Fold(columns.High, series, ConsolidationFunction.Maximum, rows, buckets, end);
        }
        Scale(columns.Low, factor);
        Scale(columns.High, factor);
        if (factor < 0)
            for (var i = 0; i < columns.Low.Length; i++)
                (columns.Low[i], columns.High[i]) = (columns.High[i], columns.Low[i]);
        columns.Integral *= factor;
    }

    /// <summary>Adds rows to the sums, lows and highs of their buckets. Rows that end at or before <paramref name="after"/> are passed over.</summary>
    private void Add(SeriesColumns columns, SeriesInfo series, Rows rows, Rows buckets, int[] counts, long after)
    {
        var (sums, low, high) = (columns.Average, columns.Low, columns.High);
        var values = ArrayPool<double>.Shared.Rent(RowsAtOnce);
        foreach (var piece in Pieces(rows))
        {
            store.Fetch(series.Id, Main(series), piece, values);
            var bucket = FirstBucket(piece, buckets);
            for (var i = 0; i < piece.Count; i++)
            {
                var (rowEnd, value) = (piece.EndOf(i), values[i]);
                while (bucket < buckets.Count && rowEnd > buckets.EndOf(bucket))
                    bucket++;
                if (bucket == buckets.Count)
                    break;
                if (double.IsNaN(value) || rowEnd <= buckets.StartSeconds || rowEnd <= after)
                    continue;
                columns.KnownSeconds += rows.StepSeconds;
                columns.Integral += value * rows.StepSeconds;
                if (counts[bucket]++ == 0)
                {
                    sums[bucket] = low[bucket] = high[bucket] = value;
                    continue;
                }
                sums[bucket] += value;
                low[bucket] = Math.Min(low[bucket], value);
                high[bucket] = Math.Max(high[bucket], value);
            }
        }
        ArrayPool<double>.Shared.Return(values);
    }

    /// <summary>Widens lows or highs by the lowest or highest samples that an archive of them keeps.</summary>
    private void Fold(double[] column, SeriesInfo series, ConsolidationFunction function, Rows average, Rows buckets, long end)
    {
        if (!series.Definition.Schema.Archives.Any(a => a.Function == function))
            return;
        var rows = store.Resolve(series.Id, function, new(average.StartSeconds, end), average.StepSeconds);
        var lowest = function == ConsolidationFunction.Minimum;
        var values = ArrayPool<double>.Shared.Rent(RowsAtOnce);
        foreach (var piece in Pieces(rows))
        {
            store.Fetch(series.Id, function, piece, values);
            var bucket = FirstBucket(piece, buckets);
            for (var i = 0; i < piece.Count; i++)
            {
                while (bucket < buckets.Count && piece.EndOf(i) > buckets.EndOf(bucket))
                    bucket++;
                if (bucket == buckets.Count)
                    break;
                // An extreme belongs where there is a mean; a row that reaches over into a gap does not fill it.
                if (double.IsNaN(values[i]) || piece.EndOf(i) <= buckets.StartSeconds || double.IsNaN(column[bucket]))
                    continue;
                column[bucket] = lowest ? Math.Min(column[bucket], values[i]) : Math.Max(column[bucket], values[i]);
            }
        }
        ArrayPool<double>.Shared.Return(values);
    }

    private static IEnumerable<Rows> Pieces(Rows rows)
    {
        for (var done = 0; done < rows.Count; done += RowsAtOnce)
            yield return new Rows(rows.EndOf(done - 1), rows.StepSeconds, Math.Min(RowsAtOnce, rows.Count - done));
    }

    /// <summary>The bucket in which the first row of a piece ends, or the first one when the row ends before it.</summary>
    private static int FirstBucket(Rows piece, Rows buckets) => piece.Count == 0 ? 0
        : (int)Math.Clamp((piece.EndOf(0) - 1 - buckets.StartSeconds) / buckets.StepSeconds, 0, buckets.Count);

    /// <summary>Takes out the buckets that hold a value which cannot be: it is in their mean as well. Counts them and remembers the
    /// farthest value.</summary>
    private static void LeaveOut(SeriesColumns columns, GraphDefinition definition)
    {
        var (lowest, highest) = (definition.Minimum, definition.Maximum * LimitTolerance);
        for (var i = 0; i < columns.Average.Length; i++)
        {
            if (!(columns.Low[i] < lowest) && !(columns.High[i] > highest))
                continue;
            var farthest = columns.High[i] > highest ? columns.High[i] : columns.Low[i];
            if (!(Math.Abs(farthest) <= Math.Abs(columns.Farthest)))
                (columns.Farthest, columns.FarthestAt) = (farthest, i);
            columns.LeftOut++;
            columns.Average[i] = columns.Low[i] = columns.High[i] = double.NaN;
        }
    }

    /// <summary>What lines follow: averages, or what else is kept of a series that keeps none.</summary>
    private static ConsolidationFunction Main(SeriesInfo series)
    {
        var archives = series.Definition.Schema.Archives;
        return archives.Any(a => a.Function == ConsolidationFunction.Average) ? ConsolidationFunction.Average : archives[0].Function;
    }

    private static void Scale(double[] column, double factor)
    {
        if (factor == 1)
            return;
        for (var i = 0; i < column.Length; i++)
            column[i] *= factor;
    }
}
