using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

/// <summary>TREND and PREDICT over whole columns.</summary>
internal static class Windows
{
    /// <summary>For each row of <paramref name="rows"/>, the mean of the rows of <paramref name="series"/> in a time up to it.</summary>
    /// <param name="series">What is averaged.</param>
    /// <param name="rows">Which rows are asked for, by their times.</param>
    /// <param name="window">The time in rows of the series, at least one.</param>
    /// <param name="skipUnknown">Whether unknown values are left out instead of making the mean unknown.</param>
    /// <param name="sums">A value per row of the series; scratch.</param>
    /// <param name="counts">The same.</param>
    /// <param name="result">A value per row; unknown for the first ones, which have not enough rows before them.</param>
    public static void Trend(
        GraphColumn series, GraphColumn rows, int window, bool skipUnknown, Span<double> sums, Span<double> counts, Span<double> result)
    {
        var values = series.Values.Span;
        sums.Clear();
        counts.Clear();
        // The newest value first, as rrdtool adds, so that sums agree to the last bit: each pass adds one more row back to all sums at
        // once.
        for (var back = 0; back < Math.Min(window, values.Length); back++)
            AddKnown(values[..^back], skipUnknown, sums[back..], counts[back..]);
        for (var i = 0; i < result.Length; i++)
        {
            var last = RowsEnded(series, rows.EndOf(i)) - 1;
            var isComplete = i + 1 >= window && last >= 0 && last < values.Length && (skipUnknown || last + 1 >= window);
            result[i] = isComplete ? sums[last] / counts[last] : double.NaN;
        }
    }

    private static void AddKnown(ReadOnlySpan<double> values, bool skipUnknown, Span<double> sums, Span<double> counts)
    {
        var i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var value = new Vector<double>(values[i..]);
            var counted = skipUnknown ? Mask.IsKnown(value) : Vector<long>.AllBitsSet;
            (new Vector<double>(sums[i..]) + Vector.ConditionalSelect(counted, value, Vector<double>.Zero)).CopyTo(sums[i..]);
            (new Vector<double>(counts[i..]) + Vector.ConditionalSelect(counted, Vector<double>.One, Vector<double>.Zero))
                .CopyTo(counts[i..]);
        }
        for (; i < values.Length; i++)
            if (!skipUnknown || !double.IsNaN(values[i]))
            {
                sums[i] += values[i];
                counts[i]++;
            }
    }

    /// <summary>For each row, what the values in windows of the past come to: rrdgraph_rpn(1), PREDICT.</summary>
    /// <param name="series">Where the values come from.</param>
    /// <param name="rows">Which rows are asked for, by their times.</param>
    /// <param name="shifts">How many rows of the series back each window ends.</param>
    /// <param name="window">Rows of the series that a window reaches further back.</param>
    /// <param name="kind">What is made of the values.</param>
    /// <param name="percent">For the percentile; negative takes the nearest value, positive lies between two.</param>
    /// <param name="found">At least shifts · (window + 1) values; scratch.</param>
    /// <param name="result">A value per row.</param>
    /// <remarks>Windows are counted from the row after, as rrdtool counts: a shift of one row ends at the row itself.</remarks>
    public static void Predict(
        GraphColumn series, GraphColumn rows, ReadOnlySpan<int> shifts, int window, Prediction kind, double percent, Span<double> found,
        Span<double> result)
    {
        var values = series.Values.Span;
        for (var i = 0; i < result.Length; i++)
        {
            var count = 0;
            var ended = RowsEnded(series, rows.EndOf(i));
            foreach (var shift in shifts)
                for (var back = (long)shift; back <= (long)shift + window && back < i; back++)
                    if (ended - back is >= 0 and var index && index < values.Length && !double.IsNaN(values[(int)index]))
                        found[count++] = values[(int)index];
            result[i] = kind switch
            {
                Prediction.Mean => Sum(found[..count]) / count,
                Prediction.Deviation => Deviation(found[..count]),
                _ => Percentile(found[..count], percent / 100),
            };
        }
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }

    private static double Deviation(ReadOnlySpan<double> values)
    {
        if (values.Length < 2)
            return double.NaN;
        var squares = 0.0;
        foreach (var value in values)
            squares += value * value;
        var sum = Sum(values);
        var count = (double)values.Length;
        return Math.Sqrt((count * squares - sum * sum) / (count * (count - 1)));
    }

    private static double Percentile(Span<double> values, double share)
    {
        if (values.IsEmpty || double.IsNaN(share))
            return double.NaN;
        values.Sort();
        var place = share * (values.Length - 1);
        if (share < 0)
            return values[(int)Math.Round(-place, MidpointRounding.AwayFromZero)];
        var below = (int)Math.Floor(place);
        var part = place - below;
        return part == 0 ? values[below] : values[below] + (values[below + 1] - values[below]) * part;
    }

    /// <summary>How many rows of a column have ended at a moment; may be more than it has.</summary>
    private static int RowsEnded(GraphColumn series, long unixSeconds) => (int)((unixSeconds - series.StartSeconds) / series.StepSeconds);
}
