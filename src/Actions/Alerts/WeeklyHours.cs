using System.Globalization;

namespace Metrics.Actions.Alerts;

/// <summary>Hours that come every day, or on some days of the week: <c>22:00-07:00</c>, <c>sun 02:00-04:00</c>, <c>mon-fri,sun 18:00-08:00</c>.</summary>
/// <param name="Days">The days on which they begin: bit 0 is Sunday.</param>
/// <param name="From">When they begin, local time.</param>
/// <param name="Until">When they end, on the next day when that is not after their begin. The same as the begin: a whole day.</param>
public readonly record struct WeeklyHours(int Days, TimeOnly From, TimeOnly Until)
{
    /// <summary>All days.</summary>
    public const int EveryDay = 0b111_1111;

    private static readonly string[] Names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>Whether a local time is in them.</summary>
    public bool Covers(DateTime local)
    {
        var time = TimeOnly.FromDateTime(local);
        if (From < Until)
            return Has(local.DayOfWeek) && time >= From && time < Until;
        return (Has(local.DayOfWeek) && time >= From) || (Has(local.AddDays(-1).DayOfWeek) && time < Until);
    }

    /// <summary>Reads them; null when they are none.</summary>
    public static WeeklyHours? Read(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 0 or > 2 || parts[^1].Split('-') is not [var from, var until] || Time(from) is not { } begin || Time(until) is not { } end)
            return null;
        return (parts.Length == 1 ? EveryDay : DaysOf(parts[0])) is { } days ? new WeeklyHours(days, begin, end) : null;
    }

    private bool Has(DayOfWeek day) => (Days >> (int)day & 1) == 1;

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static int? DaysOf(string text)
    {
        var days = 0;
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-').Select(name => Array.IndexOf(Names, name.ToLowerInvariant())).ToArray();
            if (ends.Length > 2 || ends.Contains(-1))
                return null;
            for (var day = ends[0]; ; day = (day + 1) % Names.Length)
            {
                days |= 1 << day;
                if (day == ends[^1])
                    break;
            }
        }
        return days;
    }
}
