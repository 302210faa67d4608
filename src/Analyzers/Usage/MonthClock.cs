namespace Metrics.Analyzers.Usage;

/// <summary>Begins of months as the clocks of a zone show them.</summary>
internal sealed class MonthClock(TimeZoneInfo zone)
{
    private long begin = long.MaxValue;
    private long end = long.MaxValue;

    /// <summary>Begin of the month that a time is in, in seconds since the epoch.</summary>
    public long Begin(long unixSeconds) => unixSeconds >= begin && unixSeconds < end ? begin : Turn(unixSeconds);

    private long Turn(long unixSeconds)
    {
        var day = CalendarClock.DayOf(unixSeconds, zone);
        var first = day.AddDays(1 - day.Day);
        (begin, end) = (CalendarClock.Begin(first, zone), CalendarClock.Begin(first.AddMonths(1), zone));
        return begin;
    }
}
