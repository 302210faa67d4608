using Metrics.Grapher.Language;

namespace Metrics.Grapher.Written;

/// <summary>Brings the columns of a text, whatever their steps and starts, into the same buckets of time.</summary>
/// <param name="First">Start of the first bucket, seconds since the epoch.</param>
/// <param name="Seconds">Seconds in a bucket.</param>
/// <param name="Count">How many.</param>
internal readonly record struct Buckets(long First, int Seconds, int Count)
{
    /// <summary>The buckets of a range: as fine as the finest column, but not more of them than can be seen.</summary>
    /// <param name="range">The time shown.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="most">Most buckets, about.</param>
    public static Buckets For(RrdStore.TimeRange range, IEnumerable<GraphColumn> columns, int most)
    {
        var step = columns.Select(c => c.StepSeconds).DefaultIfEmpty(1).Min();
        var wished = (range.Seconds + most - 1) / most;
        var seconds = (int)(step >= wished ? step : (wished + step - 1) / step * step);
        var first = range.StartSeconds / seconds * seconds;
        return new(first, seconds, (int)((range.EndSeconds - first + seconds - 1) / seconds));
    }

    /// <summary>End of a bucket, seconds since the epoch.</summary>
    public long EndOf(int bucket) => First + (bucket + 1L) * Seconds;

    /// <summary>Mean, lowest and highest value of each bucket.</summary>
    public void Fill(GraphColumn column, Span<double> average, Span<double> low, Span<double> high)
    {
        if (column.StepSeconds >= Seconds)
        {
            for (var i = 0; i < Count; i++)
                average[i] = low[i] = high[i] = column.At(EndOf(i));
            return;
        }
        var counts = new int[Count];
        var values = column.Values.Span;
        for (var row = 0; row < values.Length; row++)
        {
            var bucket = (column.EndOf(row) - First - 1) / Seconds;
            if (double.IsNaN(values[row]) || column.EndOf(row) <= First || bucket >= Count)
                continue;
            var at = (int)bucket;
            if (counts[at]++ == 0)
            {
                average[at] = low[at] = high[at] = values[row];
                continue;
            }
            average[at] += values[row];
            low[at] = Math.Min(low[at], values[row]);
            high[at] = Math.Max(high[at], values[row]);
        }
        for (var i = 0; i < counts.Length; i++)
            average[i] /= Math.Max(1, counts[i]);
    }

    /// <summary>The buckets in which a column is known and not zero.</summary>
    public int[] Marked(GraphColumn column)
    {
        var marked = new SortedSet<int>();
        var values = column.Values.Span;
        for (var row = 0; row < values.Length; row++)
        {
            var bucket = (column.EndOf(row) - First - 1) / Seconds;
            if (!double.IsNaN(values[row]) && values[row] != 0 && column.EndOf(row) > First && bucket < Count)
                marked.Add((int)bucket);
        }
        return [.. marked];
    }
}
