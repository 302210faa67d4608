namespace Metrics.Web.Pages;

/// <summary>Short names of time zones.</summary>
internal static class ZoneName
{
    private const int LongestAbbreviation = 6;

    /// <summary>The abbreviation that the tz database has for a moment, such as CEST; the offset where there is none.</summary>
    public static string At(TimeZoneInfo zone, DateTimeOffset moment)
    {
        var offset = zone.GetUtcOffset(moment);
        var name = zone.IsDaylightSavingTime(moment) ? zone.DaylightName : zone.StandardName;
        if (name.Length <= LongestAbbreviation && name.Length > 0 && char.IsAsciiLetter(name[0]))
            return name;
        return offset == TimeSpan.Zero ? "UTC" : $"UTC{(offset < TimeSpan.Zero ? '\u2212' : '+')}{offset:hh\\:mm}";
    }
}
