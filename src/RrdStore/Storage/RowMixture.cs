namespace Metrics.RrdStore.Storage;

/// <summary>What is put over a part of a row, by time.</summary>
/// <param name="start">Start of the row, in microseconds.</param>
/// <param name="length">Its length.</param>
internal struct RowMixture(long start, long length)
{
    private long covered;
    private long known;
    private double sum;
    private double smallest = double.PositiveInfinity;
    private double largest = double.NegativeInfinity;
    private double last = double.NaN;
    private bool reachesEnd;

    /// <summary>Adds a stretch of time; stretches do not overlap.</summary>
    public void Add(long from, long to, double rate)
    {
        from = Math.Max(from, start);
        to = Math.Min(to, start + length);
        if (from >= to)
            return;
        covered += to - from;
        reachesEnd |= to == start + length;
        last = rate;
        if (double.IsNaN(rate))
            return;
        known += to - from;
        sum += rate * (to - from);
        smallest = Math.Min(smallest, rate);
        largest = Math.Max(largest, rate);
    }

    /// <summary>The row that comes of it.</summary>
    /// <param name="old">What the row was; it holds where nothing was added.</param>
    /// <param name="function">How rows are consolidated.</param>
    /// <param name="xff">Share of the row that may be unknown.</param>
    public readonly double Over(double old, ConsolidationFunction function, double xff)
    {
        var rest = double.IsNaN(old) ? 0 : length - covered;
        if (length - known - rest > length * xff || known + rest == 0)
            return double.NaN;
        var low = rest > 0 ? Math.Min(smallest, old) : smallest;
        var high = rest > 0 ? Math.Max(largest, old) : largest;
        return function switch
        {
            // One value all over is that value, to the last bit.
            ConsolidationFunction.Average => low == high ? low : (sum + (rest > 0 ? old * rest : 0)) / (known + rest),
            ConsolidationFunction.Minimum => low,
            ConsolidationFunction.Maximum => high,
            _ => reachesEnd ? last : old,
        };
    }
}
