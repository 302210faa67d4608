using System.Diagnostics;
using System.Runtime.InteropServices;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Detectors;

/// <summary>The times of the newest events, as many as are asked for at most: how many there were within a time is exact, not by buckets.</summary>
/// <remarks>A part of who has them, without an object of its own: most lines of a log add to one of thousands. Two bytes an event, since tens of thousands of addresses have hundreds each: how many seconds lie between it and the one before.</remarks>
/// <param name="most">How many are kept.</param>
internal struct RecentTimes(int most)
{
    /// <summary>The longest time that can be asked for, in seconds: two long gaps are longer.</summary>
    public const long MostSeconds = 2 * LongGap;

    // Stands for itself and whatever is longer. How long the newest of them was is known.
    private const ushort LongGap = ushort.MaxValue;

    private ushort[] gaps = [];
    private long longGap;
    private int next;

    /// <summary>How many are kept now.</summary>
    public int Count { get; private set; }

    /// <summary>The newest, in seconds since the epoch; the least number there is before the first.</summary>
    public long Last { get; private set; } = long.MinValue;

    /// <summary>Adds an event. One that comes late counts as of the same time as the newest.</summary>
    public void Add(long unixSeconds)
    {
        Keep(Last == long.MinValue ? 0 : Math.Max(0, unixSeconds - Last));
        Last = Math.Max(Last, unixSeconds);
    }

    /// <summary>How many of those that are kept are not so many seconds older than a time.</summary>
    /// <param name="seconds">At most <see cref="MostSeconds"/>.</param>
    /// <param name="unixSeconds">The time.</param>
    public readonly int Within(long seconds, long unixSeconds)
    {
        Debug.Assert(seconds <= MostSeconds, "Of the long gaps only the newest is known.");
        var (count, time) = (0, Last);
        // From the newest back; they are in order.
        for (var i = next - 1; count < Count && time > unixSeconds - seconds; i--)
        {
            count++;
            var gap = At(i);
            time -= gap < LongGap ? gap : longGap;
        }
        return count;
    }

    /// <summary>Forgets all but the newest time.</summary>
    public void Clear() => (Count, next) = (0, 0);

    /// <summary>Writes all of it.</summary>
    public readonly void Save(StateWriter state)
    {
        state.Number(Last);
        state.Number(longGap);
        var kept = new ushort[Count];
        for (var i = 0; i < kept.Length; i++)
            kept[i] = At(next - Count + i);
        state.Bytes(MemoryMarshal.AsBytes<ushort>(kept));
    }

    /// <summary>Reads what <see cref="Save"/> wrote, the oldest first; what is more than is kept is left out.</summary>
    /// <exception cref="FormatException">It was written by something else.</exception>
    public void Restore(ref StateReader state)
    {
        var (last, gap) = (state.Number(), state.Number());
        foreach (var one in MemoryMarshal.Cast<byte, ushort>(state.Bytes()))
            Keep(one);
        (Last, longGap) = (last, gap);
    }

    // The places of a ring, also counted from its end back.
    private readonly ushort At(int place) => gaps[place < 0 ? place + gaps.Length : place];

    private void Keep(long gap)
    {
        if (gap >= LongGap)
            longGap = gap;
        if (next == gaps.Length && gaps.Length < most)
            Array.Resize(ref gaps, Math.Min(most, Math.Max(4, 2 * gaps.Length)));
        if (next == gaps.Length)
            next = 0;
        gaps[next++] = (ushort)Math.Min(gap, LongGap);
        Count = Math.Min(Count + 1, gaps.Length);
    }
}
