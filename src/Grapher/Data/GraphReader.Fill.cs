using System.Buffers;
using Metrics.RrdStore;

namespace Metrics.Grapher.Data;

/// <content>Rows of the store become buckets of the graph.</content>
internal sealed partial class GraphReader
{
    /// <summary>Values are read in pieces, so that a year of 10-second rows needs no memory of its size.</summary>
    private const int ValuesAtOnce = 16_384;

    /// <summary>A rate may pass the speed of its line by this share: the reading's clock is not the line's.</summary>
    private const double LimitTolerance = 1.05;

    private SeriesColumns[] Fill(GraphDefinition definition, SeriesInfo?[] found, Rows?[] rows, Rows buckets, long end, Workspace memory)
    {
        var columns = new SeriesColumns[found.Length];
        for (var i = 0; i < found.Length; i++)
            columns[i] = Unfilled(definition.Series[i], found[i], buckets, memory);
        for (int i = 0, next; i < found.Length; i = next)
        {
            next = i + 1;
            if (found[i] is not { } series || rows[i] is not { } these)
                continue;
            // Series beside each other that have the same rows are read in one go.
            while (next < found.Length && rows[next] == these && found[next] is { } other && Main(other) == Main(series))
                next++;
            Add(columns.AsSpan(i..next), found.AsSpan(i..next), these, buckets);
            AddNewest(columns.AsSpan(i..next), found.AsSpan(i..next), these, buckets, end);
        }
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i] is { } series)
                Finish(columns[i], series, rows[i]!.Value, buckets, end);
            LeaveOut(columns[i], definition);
            columns[i].Measure();
        }
        return columns;
    }

    private SeriesColumns Unfilled(GraphSeries drawn, SeriesInfo? series, Rows buckets, Workspace memory)
    {
        var stepSeconds = series?.Definition.Schema.StepSeconds ?? 1;
        var rolledUp = series is not null && buckets.StepSeconds > stepSeconds;
        var average = memory.UnknownColumn(buckets.Count);
        return new(drawn, average, rolledUp ? memory.UnknownColumn(buckets.Count) : average,
            rolledUp ? memory.UnknownColumn(buckets.Count) : average)
        {
            RolledUp = rolledUp,
            StepSeconds = stepSeconds,
            Latest = series is not null && store.Latest(series.Id) is var latest
                ? latest with { Value = latest.Value * drawn.Factor }
                : new(0, double.NaN),
        };
    }

    /// <summary>Adds the rows of several series to their buckets. Rows that end at or before <paramref name="after"/> are passed
    /// over.</summary>
    private void Add(Span<SeriesColumns> columns, ReadOnlySpan<SeriesInfo?> found, Rows rows, Rows buckets, long after = 0)
    {
        var function = Main(found[0]!);
        Span<SeriesId> ids = stackalloc SeriesId[16];
        if (found.Length > ids.Length)
            ids = new SeriesId[found.Length];
        ids = ids[..found.Length];
        for (var i = 0; i < found.Length; i++)
            ids[i] = found[i]!.Id;
        var rowsAtOnce = Math.Max(1, Math.Min(rows.Count, ValuesAtOnce / found.Length));
        var values = ArrayPool<double>.Shared.Rent(rowsAtOnce * found.Length);
        var counts = ArrayPool<int>.Shared.Rent(buckets.Count * found.Length);
        counts.AsSpan(0, buckets.Count * found.Length).Clear();
        for (var done = 0; done < rows.Count; done += rowsAtOnce)
        {
            var piece = Piece(rows, done, rowsAtOnce);
            store.Fetch(ids, function, piece, values);
            for (var i = 0; i < columns.Length; i++)
                Add(columns[i], values.AsSpan(i * piece.Count, piece.Count), piece, buckets,
                    counts.AsSpan(i * buckets.Count, buckets.Count), after);
        }
        for (var i = 0; i < columns.Length; i++)
            Divide(columns[i].Average, counts.AsSpan(i * buckets.Count, buckets.Count), columns[i].Series.Factor);
        ArrayPool<int>.Shared.Return(counts);
        ArrayPool<double>.Shared.Return(values);
    }

    /// <summary>Adds rows to the sums, lows and highs of their buckets.</summary>
    private static void Add(SeriesColumns columns, ReadOnlySpan<double> values, Rows rows, Rows buckets, Span<int> counts, long after)
    {
        var sums = columns.Average;
        var low = columns.Low;
        var high = columns.High;
        var bucket = FirstBucket(rows, buckets);
        var (rowEnd, bucketEnd) = (rows.StartSeconds, buckets.EndOf(bucket));
        var (known, sum) = (0, 0.0);
        after = Math.Max(after, buckets.StartSeconds);
        foreach (var value in values)
        {
            rowEnd += rows.StepSeconds;
            while (bucket < counts.Length && rowEnd > bucketEnd)
                (bucket, bucketEnd) = (bucket + 1, bucketEnd + buckets.StepSeconds);
            if (bucket == counts.Length)
                break;
            if (double.IsNaN(value) || rowEnd <= after)
                continue;
            (known, sum) = (known + 1, sum + value);
            if (counts[bucket]++ == 0)
            {
                low[bucket] = high[bucket] = sums[bucket] = value;
                continue;
            }
            sums[bucket] += value;
            low[bucket] = Math.Min(low[bucket], value);
            high[bucket] = Math.Max(high[bucket], value);
        }
        columns.KnownSeconds += (double)known * rows.StepSeconds;
        columns.Integral += sum * rows.StepSeconds;
    }

    private static void Divide(Span<double> sums, ReadOnlySpan<int> counts, double factor)
    {
        for (var i = 0; i < counts.Length; i++)
            if (counts[i] > 0)
                sums[i] = sums[i] / counts[i] * factor;
    }

    /// <summary>The newest row of a coarse archive is not closed yet: what is known of it is in the finest one. Adds that, in one go for the
    /// series beside each other that lack the same.</summary>
    private void AddNewest(Span<SeriesColumns> columns, ReadOnlySpan<SeriesInfo?> found, Rows rows, Rows buckets, long end)
    {
        for (int i = 0, next; i < found.Length; i = next)
        {
            next = i + 1;
            var after = FilledUntil(columns[i], rows, buckets, end);
            if (Finest(found[i]!, rows, after, end) is not { } finest)
                continue;
            while (next < found.Length && FilledUntil(columns[next], rows, buckets, end) == after
                && Finest(found[next]!, rows, after, end) == finest)
                next++;
            Add(columns[i..next], found[i..next], finest, buckets, after);
        }
    }

    /// <summary>End of the last bucket that has a value, but no more than two rows back.</summary>
    private static long FilledUntil(SeriesColumns columns, Rows rows, Rows buckets, long end)
    {
        var filled = columns.Average.Length - 1;
        while (filled >= 0 && double.IsNaN(columns.Average[filled]))
            filled--;
        return Math.Max(filled < 0 ? buckets.StartSeconds : buckets.EndOf(filled), end - 2L * rows.StepSeconds);
    }

    /// <summary>The rows of the finest archive over a time; null when there is none, or when they are the ones that were read.</summary>
    private Rows? Finest(SeriesInfo series, Rows read, long from, long end)
    {
        var step = series.Definition.Schema.StepSeconds;
        return read.StepSeconds > step && from < end ? store.Resolve(series.Id, Main(series), new(from, end), step) : null;
    }

    private void Finish(SeriesColumns columns, SeriesInfo series, Rows rows, Rows buckets, long end)
    {
        var factor = columns.Series.Factor;
        var schema = series.Definition.Schema;
        columns.Integral *= factor;
        if (!columns.RolledUp)
            return;
        if (rows.StepSeconds > schema.StepSeconds)
        {
            Fold(columns.Low, series, ConsolidationFunction.Minimum, rows, buckets, end);
            Fold(columns.High, series, ConsolidationFunction.Maximum, rows, buckets, end);
        }
        if (factor == 1)
            return;
        var lows = columns.Low;
        var highs = columns.High;
        for (var i = 0; i < lows.Length; i++)
        {
            var (one, other) = (lows[i] * factor, highs[i] * factor);
            (lows[i], highs[i]) = factor < 0 ? (other, one) : (one, other);
        }
    }

    /// <summary>Widens lows or highs by the lowest or highest samples that an archive of them keeps.</summary>
    private void Fold(Span<double> column, SeriesInfo series, ConsolidationFunction function, Rows average, Rows buckets, long end)
    {
        if (!Keeps(series, function))
            return;
        var rows = store.Resolve(series.Id, function, new(average.StartSeconds, end), average.StepSeconds);
        var lowest = function == ConsolidationFunction.Minimum;
        var values = ArrayPool<double>.Shared.Rent(Math.Min(rows.Count, ValuesAtOnce));
        for (var done = 0; done < rows.Count; done += ValuesAtOnce)
        {
            var piece = Piece(rows, done, ValuesAtOnce);
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

    private static Rows Piece(Rows rows, int from, int most) =>
        new(rows.EndOf(from - 1), rows.StepSeconds, Math.Min(most, rows.Count - from));

    /// <summary>The bucket in which the first row of a piece ends, or the first one when the row ends before it.</summary>
    private static int FirstBucket(Rows piece, Rows buckets) => piece.Count == 0 ? 0
        : (int)Math.Clamp((piece.EndOf(0) - 1 - buckets.StartSeconds) / buckets.StepSeconds, 0, buckets.Count);

    /// <summary>Takes out the buckets that hold a value which cannot be: it is in their mean as well. Counts them and remembers the
    /// farthest value.</summary>
    private static void LeaveOut(SeriesColumns columns, GraphDefinition definition)
    {
        var (lowest, highest) = (definition.Minimum, definition.Maximum * LimitTolerance);
        if (double.IsNaN(lowest) && double.IsNaN(highest))
            return;
        var averages = columns.Average;
        var lows = columns.Low;
        var highs = columns.High;
        for (var i = 0; i < averages.Length; i++)
        {
            if (!(lows[i] < lowest) && !(highs[i] > highest))
                continue;
            var farthest = highs[i] > highest ? highs[i] : lows[i];
            if (!(Math.Abs(farthest) <= Math.Abs(columns.Farthest)))
                (columns.Farthest, columns.FarthestAt) = (farthest, i);
            columns.LeftOut++;
            averages[i] = lows[i] = highs[i] = double.NaN;
        }
    }
}
