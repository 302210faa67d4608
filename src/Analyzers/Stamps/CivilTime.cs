namespace Metrics.Analyzers.Stamps;

/// <summary>Days of the calendar as numbers, without the cost of a date type.</summary>
internal static class CivilTime
{
    /// <summary>Seconds of a day.</summary>
    public const long Day = 86_400;

    /// <summary>The first year that a line of a log can be of.</summary>
    public const int FirstYear = 1980;

    /// <summary>The last one. What lies beyond is a clock that lost its mind or somebody who tries what happens; there are no calendars for it.</summary>
    public const int LastYear = 2199;

    private static readonly long Begin = Days(FirstYear, 1, 1) * Day;
    private static readonly long End = Days(LastYear + 1, 1, 1) * Day;

    /// <summary>Days from 1970-01-01 to a day of the Gregorian calendar.</summary>
    /// <param name="year">1 to 9999.</param>
    /// <param name="month">1 to 12.</param>
    /// <param name="day">1 to 31.</param>
    public static long Days(int year, int month, int day)
    {
        // Years begin in March here, so that the leap day is the last of its year.
        if (month <= 2)
            year--;
        var era = year / 400;
        var ofEra = year - (era * 400);
        var ofYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        var day400 = (ofEra * 365) + (ofEra / 4) - (ofEra / 100) + ofYear;
        return (era * 146_097L) + day400 - 719_468;
    }

    /// <summary>Whether a line can be of this year.</summary>
    public static bool IsYear(int year) => year is >= FirstYear and <= LastYear;

    /// <summary>Whether a line can be of this time, in seconds since the epoch.</summary>
    public static bool IsTime(long unixSeconds) => unixSeconds >= Begin && unixSeconds < End;

    /// <summary>1 to 12 for <c>Jan</c> to <c>Dec</c>; 0 for anything else.</summary>
    public static int Month(ReadOnlySpan<byte> name)
    {
        if (name.Length < 3)
            return 0;
        return ((name[0] << 16) | (name[1] << 8) | name[2]) switch
        {
            ('J' << 16) | ('a' << 8) | 'n' => 1,
            ('F' << 16) | ('e' << 8) | 'b' => 2,
            ('M' << 16) | ('a' << 8) | 'r' => 3,
            ('A' << 16) | ('p' << 8) | 'r' => 4,
            ('M' << 16) | ('a' << 8) | 'y' => 5,
            ('J' << 16) | ('u' << 8) | 'n' => 6,
            ('J' << 16) | ('u' << 8) | 'l' => 7,
            ('A' << 16) | ('u' << 8) | 'g' => 8,
            ('S' << 16) | ('e' << 8) | 'p' => 9,
            ('O' << 16) | ('c' << 8) | 't' => 10,
            ('N' << 16) | ('o' << 8) | 'v' => 11,
            ('D' << 16) | ('e' << 8) | 'c' => 12,
            _ => 0,
        };
    }
}
