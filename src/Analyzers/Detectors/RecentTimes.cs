namespace Metrics.Analyzers.Detectors;

/// <summary>The times of the newest events, as many as are asked for at most: how many there were within a time is exact, not by buckets.</summary>
/// <param name="most">How many are kept.</param>
internal sealed class RecentTimes(int most)
{
    private long[] times = [];
    private int next;

    /// <summary>How many are kept now.</summary>
    public int Count { get; private set; }

    /// <summary>The newest, in seconds since the epoch; the least number there is before the first.</summary>
    public long Last { get; private set; } = long.MinValue;

    /// <summary>Adds an event. One that comes late counts as of the same time as the newest.</summary>
    public void Add(long unixSeconds)
    {
        Last = Math.Max(Last, unixSeconds);
        if (next == times.Length && times.Length < most)
            Array.Resize(ref times, Math.Min(most, Math.Max(4, 2 * times.Length)));
        if (next == times.Length)
            next = 0;
        times[next++] = Last;
        Count = Math.Min(Count + 1, times.Length);
    }

    /// <summary>How many of those that are kept are newer than a time.</summary>
    public int Since(long unixSeconds)
    {
        var count = 0;
        // From the newest back; they are in order.
        for (var i = next - 1; count < Count; i--)
        {
            if (times[i < 0 ? i + times.Length : i] <= unixSeconds)
                break;
            count++;
        }
        return count;
    }

    /// <summary>Forgets all but the newest time.</summary>
    public void Clear() => (Count, next) = (0, 0);
}
