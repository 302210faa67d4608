namespace Metrics.Analyzers.Stamps;

/// <summary>Turns the local times of a log into seconds since the epoch, over changes of the clock, and back.</summary>
/// <remarks>An hour that comes twice in autumn is the first one until the log has passed it, then the second. A time that the spring skips
/// is read with the offset before the change. One instance belongs to one log, since it goes by the order of its lines.</remarks>
internal sealed class ZoneClock(TimeZoneInfo zone)
{
    // Lines come in order: nearly all are in the hour of the line before.
    private long cachedHour = long.MinValue;
    private long cachedOffset;

    /// <summary>The zone of the log.</summary>
    public TimeZoneInfo Zone { get; } = zone;

    /// <summary>The latest that it was asked for, in seconds since the epoch; the least number there is before the first.</summary>
    public long Latest { get; set; } = long.MinValue;

    /// <summary>Seconds since the epoch.</summary>
    /// <param name="local">Seconds from 1970-01-01 00:00 of the local calendar.</param>
    public long ToUnix(long local)
    {
        var hour = Math.DivRem(local, 900, out _);
        if (hour != cachedHour)
            (cachedHour, cachedOffset) = (hour, Offset(hour * 900));
        var unix = local - cachedOffset;
        Latest = Math.Max(Latest, unix);
        return unix;
    }

    private long Offset(long local)
    {
        var time = DateTime.UnixEpoch.AddSeconds(local);
        var unspecified = DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
        if (!Zone.IsAmbiguousTime(unspecified))
            return Zone.IsInvalidTime(unspecified) ? OffsetBefore(unspecified) : (long)Zone.GetUtcOffset(unspecified).TotalSeconds;
        var offsets = Zone.GetAmbiguousTimeOffsets(unspecified);
        var first = (long)offsets.Max().TotalSeconds;
        // More than a quarter of an hour back in a log means that the clock was set back there.
        return Latest != long.MinValue && local - first < Latest - 900 ? (long)offsets.Min().TotalSeconds : first;
    }

    private long OffsetBefore(DateTime skipped) => (long)Zone.GetUtcOffset(skipped.AddHours(-3)).TotalSeconds;
}
