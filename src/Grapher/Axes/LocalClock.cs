using System.Collections.Concurrent;
using System.Globalization;

namespace Metrics.Grapher.Axes;

/// <summary>Local time as arithmetic: stretches of one offset from UTC, found once per zone and year. Safe for many threads.</summary>
/// <param name="zone">The zone.</param>
internal sealed class LocalClock(TimeZoneInfo zone)
{
    private const long Day = 86_400;

    private readonly ConcurrentDictionary<int, ClockChange[]> changesByYear = new();

    /// <summary>Seconds east of UTC at a moment.</summary>
    public long OffsetAt(long unixSeconds) => (long)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(unixSeconds)).TotalSeconds;

    /// <summary>Local time at a moment.</summary>
    public DateTime At(long unixSeconds) => DateTime.UnixEpoch.AddSeconds(unixSeconds + OffsetAt(unixSeconds));

    /// <summary>The moments after <paramref name="start"/>, up to <paramref name="end"/>, at which the offset changes.</summary>
    public List<ClockChange> Changes(long start, long end)
    {
        var found = new List<ClockChange>();
        var last = YearOf(end);
        for (var year = YearOf(start); year <= last; year++)
            foreach (var change in ChangesIn(year))
                if (change.At > start && change.At <= end)
                    found.Add(change);
        return found;
    }

    /// <summary>The first moment of a local date: midnight, or the change that skips it. A repeated midnight counts once, the first
    /// time.</summary>
    public long StartOf(DateOnly date)
    {
        var local = (date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * Day;
        // No zone is more than 15 hours from UTC; a change near midnight is inside this window.
        var (from, until, offset) = (local - Day, local + Day, OffsetAt(local - Day));
        for (var year = YearOf(from); year <= YearOf(until); year++)
        {
            foreach (var change in ChangesIn(year))
            {
                if (change.At <= from || change.At > until)
                    continue;
                if (local - offset < change.At)
                    return local - offset;
                if (local - change.OffsetAfter < change.At)
                    return change.At;
                offset = change.OffsetAfter;
            }
        }
        return local - offset;
    }

    /// <summary>The stretches of one offset that make up a time, in order.</summary>
    public List<(long Start, long End, long Offset)> Stretches(long start, long end)
    {
        var stretches = new List<(long, long, long)>();
        var (from, offset) = (start, OffsetAt(start));
        foreach (var change in Changes(start, end))
        {
            stretches.Add((from, change.At, offset));
            (from, offset) = (change.At, change.OffsetAfter);
        }
        stretches.Add((from, end, offset));
        return stretches;
    }

    /// <summary>Short name of the offset in force at a moment: "CEST", or "UTC+10:30" where the zone has no letters for it.</summary>
    public string Name(long unixSeconds)
    {
        var moment = DateTimeOffset.FromUnixTimeSeconds(unixSeconds);
        var offset = zone.GetUtcOffset(moment);
        var name = zone.IsDaylightSavingTime(moment) ? zone.DaylightName : zone.StandardName;
        // The zone's names are those of its present rule; an offset of another age has none.
        var known = offset == zone.BaseUtcOffset || zone.IsDaylightSavingTime(moment);
        if (known && name.Length <= 5 && name.All(char.IsAsciiLetterUpper))
            return name;
        if (offset == TimeSpan.Zero)
            return "UTC";
        var sign = offset < TimeSpan.Zero ? '\u2212' : '+';
        var text = offset.Duration().ToString(offset.Minutes == 0 ? "%h" : @"h\:mm", CultureInfo.InvariantCulture);
        return $"UTC{sign}{text}";
    }

    private static int YearOf(long unixSeconds) => DateTimeOffset.FromUnixTimeSeconds(unixSeconds).Year;

    private ClockChange[] ChangesIn(int year) =>
        changesByYear.TryGetValue(year, out var known) ? known : changesByYear.GetOrAdd(year, Find);

    private ClockChange[] Find(int year)
    {
        var found = new List<ClockChange>();
        var start = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        var end = start + (DateTime.IsLeapYear(year) ? 366 : 365) * Day;
        var before = OffsetAt(start);
        for (var from = start; from < end; from += Day)
        {
            var after = OffsetAt(from + Day);
            if (after == before)
                continue;
            var (low, high) = (from, from + Day);
            while (high - low > 1)
            {
                var middle = (low + high) / 2;
                (low, high) = OffsetAt(middle) == before ? (middle, high) : (low, middle);
            }
            found.Add(new ClockChange(high, before, after));
            before = after;
        }
        return [.. found];
    }
}
