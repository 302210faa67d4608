namespace Metrics.Analyzers.Usage;

/// <summary>Begins of hours as the clocks of a zone show them; with offsets of half hours they are not those of UTC.</summary>
internal sealed class HourClock(TimeZoneInfo zone)
{
    private long begin = long.MaxValue;

    /// <summary>Begin of the hour that a time is in, in seconds since the epoch.</summary>
    public long Begin(long unixSeconds)
    {
        // Offsets change at full hours of the zone, so an hour once found is right for all of it.
        if ((ulong)(unixSeconds - begin) < 3_600)
            return begin;
        var offset = (long)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(unixSeconds)).TotalSeconds;
        var local = unixSeconds + offset;
        begin = local - (((local % 3_600) + 3_600) % 3_600) - offset;
        return begin;
    }
}
