namespace Metrics.Grapher.Language.Times;

/// <summary>A reading of a wall clock and a calendar, whose fields may run over: the 35th of a month is in the next one.</summary>
internal record struct CivilTime(long Year, long Month, long Day, int Hour, int Minute, int Second)
{
    private const long FirstYear = 1900;
    private const long LastYear = 9998;

    /// <summary>What the clocks of a zone show at a moment.</summary>
    public static CivilTime Of(long unixSeconds, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(unixSeconds), zone);
        return new CivilTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, local.Second);
    }

    /// <summary>The moment at which the clocks of a zone show this, in seconds since the epoch; null beyond the years 1900 to
    /// 9998.</summary>
    /// <remarks>A time that comes twice, when clocks go back, is the first. One that is left out, when they go forward, is counted on from
    /// the last moment before: 02:30 is then 03:30.</remarks>
    public readonly long? ToUnixSeconds(TimeZoneInfo zone)
    {
        var year = Year + FloorDivide(Month - 1, 12);
        if (year is < FirstYear or > LastYear || Math.Abs(Day) > 366L * (LastYear - FirstYear))
            return null;
        var month = (int)(Month - 1 - 12 * FloorDivide(Month - 1, 12)) + 1;
        var midnight = new DateTimeOffset((int)year, month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() + (Day - 1) * 86_400;
        var wall = midnight + Hour * 3600 + Minute * 60 + Second;
        if (wall < FirstSecond || wall > LastSecond)
            return null;
        var before = OffsetAt(wall - 86_400, zone);
        var after = OffsetAt(wall + 86_400, zone);
        if (OffsetAt(wall - before, zone) == before)
            return wall - before;
        return OffsetAt(wall - after, zone) == after ? wall - after : wall - before;
    }

    /// <summary>The day of the week of a date whose fields do not run over.</summary>
    public readonly DayOfWeek DayOfWeek => new DateTime((int)Year, (int)Month, (int)Day).DayOfWeek;

    private static readonly long FirstSecond = new DateTimeOffset((int)FirstYear, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    private static readonly long LastSecond = new DateTimeOffset((int)LastYear, 12, 31, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private static long OffsetAt(long unixSeconds, TimeZoneInfo zone) =>
        (long)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(unixSeconds)).TotalSeconds;

    private static long FloorDivide(long a, long b) => a / b - (a % b < 0 ? 1 : 0);
}
