using System.Globalization;

namespace Metrics.Actions.Hold;

/// <summary>Hours of a day of the week, or of each day.</summary>
/// <param name="Day">The day on which they begin; null: each.</param>
/// <param name="From">When they begin.</param>
/// <param name="Until">When they end; earlier than the begin: on the next day.</param>
public readonly record struct WeekTime(DayOfWeek? Day, TimeOnly From, TimeOnly Until)
{
    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    /// <summary>Reads <c>Tue 06:00-12:00</c> or <c>22:00-02:00</c>; null when it is neither.</summary>
    public static WeekTime? Read(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 0 or > 2 || parts[^1].Split('-') is not [var from, var until] || !Clock(from, out var begin) || !Clock(until, out var end) || begin == end)
            return null;
        if (parts.Length == 1)
            return new WeekTime(null, begin, end);
        var day = Array.FindIndex(Days, name => name.Equals(parts[0], StringComparison.OrdinalIgnoreCase));
        return day < 0 ? null : new WeekTime((DayOfWeek)day, begin, end);
    }

    /// <summary>Whether a moment, in the zone of the hours, is in them.</summary>
    public bool Covers(DateTimeOffset local)
    {
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        if (!time.IsBetween(From, Until))
            return false;
        var isAfterMidnight = Until < From && time < Until;
        return Day is null || Day == (isAfterMidnight ? local.AddDays(-1) : local).DayOfWeek;
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Day is { } day ? Days[(int)day] + " " : "")}{From:HH\\:mm}-{Until:HH\\:mm}");

    private static bool Clock(string text, out TimeOnly time) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
