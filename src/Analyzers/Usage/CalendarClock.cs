namespace Metrics.Analyzers.Usage;

/// <summary>Begins of days as a zone's clocks show them.</summary>
public static class CalendarClock
{
    /// <summary>The first moment of a day, in seconds since the epoch. Where the clock skips midnight the day begins later; where it shows it twice, with
    /// the first.</summary>
    public static long Begin(DateTime day, TimeZoneInfo zone)
    {
        var local = DateTime.SpecifyKind(day, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUnixTimeSeconds();
    }

    /// <summary>The day that a moment is in.</summary>
    public static DateTime DayOf(long unixSeconds, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(unixSeconds), zone).Date;
}
