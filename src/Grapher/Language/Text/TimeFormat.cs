using System.Text;

namespace Metrics.Grapher.Language.Text;

/// <summary>Writes times as C's strftime does in the "C" locale, for <c>:strftime</c> and <c>:valstrftime</c>.</summary>
internal static class TimeFormat
{
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary>Writes a time; of one that is not there, dashes in place of the digits.</summary>
    /// <param name="format">Text with conversions; one that is not known is written as it is.</param>
    /// <param name="unixSeconds">Seconds since the epoch, or null.</param>
    /// <param name="zone">The zone of the clock that is written.</param>
    public static string Write(string format, long? unixSeconds, TimeZoneInfo zone)
    {
        var local = unixSeconds is { } seconds
            ? TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(seconds), zone)
            : (DateTimeOffset?)null;
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
                text.Append(format[i]);
            else if (format[++i] == '%')
                text.Append('%');
            else if (local is null)
                text.Append('-', Width(format[i]));
            else
                text.Append(One(format[i], local.Value, zone));
        }
        return text.ToString();
    }

    private static string One(char conversion, DateTimeOffset t, TimeZoneInfo zone) => conversion switch
    {
        'a' => Days[(int)t.DayOfWeek][..3],
        'A' => Days[(int)t.DayOfWeek],
        'b' or 'h' => Months[t.Month - 1][..3],
        'B' => Months[t.Month - 1],
        'c' => $"{Days[(int)t.DayOfWeek][..3]} {Months[t.Month - 1][..3]} {t.Day,2} {t:HH\\:mm\\:ss} {t.Year}",
        'C' => $"{t.Year / 100:00}",
        'd' => $"{t.Day:00}",
        'D' or 'x' => $"{t.Month:00}/{t.Day:00}/{t.Year % 100:00}",
        'e' => $"{t.Day,2}",
        'F' => $"{t.Year}-{t.Month:00}-{t.Day:00}",
        'g' => $"{IsoYear(t) % 100:00}",
        'G' => $"{IsoYear(t)}",
        'H' => $"{t.Hour:00}",
        'I' => $"{(t.Hour + 11) % 12 + 1:00}",
        'j' => $"{t.DayOfYear:000}",
        'k' => $"{t.Hour,2}",
        'l' => $"{(t.Hour + 11) % 12 + 1,2}",
        'm' => $"{t.Month:00}",
        'M' => $"{t.Minute:00}",
        'n' => "\n",
        'p' => t.Hour < 12 ? "AM" : "PM",
        'P' => t.Hour < 12 ? "am" : "pm",
        'r' => $"{(t.Hour + 11) % 12 + 1:00}:{t.Minute:00}:{t.Second:00} {(t.Hour < 12 ? "AM" : "PM")}",
        'R' => $"{t.Hour:00}:{t.Minute:00}",
        's' => $"{t.ToUnixTimeSeconds()}",
        'S' => $"{t.Second:00}",
        't' => "\t",
        'T' or 'X' => $"{t.Hour:00}:{t.Minute:00}:{t.Second:00}",
        'u' => $"{((int)t.DayOfWeek + 6) % 7 + 1}",
        'U' => $"{(t.DayOfYear + 6 - (int)t.DayOfWeek) / 7:00}",
        'V' => $"{System.Globalization.ISOWeek.GetWeekOfYear(t.DateTime):00}",
        'w' => $"{(int)t.DayOfWeek}",
        'W' => $"{(t.DayOfYear + 6 - ((int)t.DayOfWeek + 6) % 7) / 7:00}",
        'y' => $"{t.Year % 100:00}",
        'Y' => $"{t.Year}",
        'z' => $"{(t.Offset < TimeSpan.Zero ? '-' : '+')}{t.Offset:hhmm}",
        'Z' => ZoneName(t, zone),
        _ => $"%{conversion}",
    };

    private static int Width(char conversion) => conversion switch
    {
        'Y' or 'G' => 4,
        'j' => 3,
        'C' or 'd' or 'e' or 'g' or 'H' or 'I' or 'k' or 'l' or 'm' or 'M' or 'S' or 'U' or 'V' or 'W' or 'y' => 2,
        _ => 1,
    };

    private static int IsoYear(DateTimeOffset t) => System.Globalization.ISOWeek.GetYear(t.DateTime);

    // Without globalization data there are no abbreviations; an offset says more than "+02" does anyhow.
    private static string ZoneName(DateTimeOffset t, TimeZoneInfo zone) =>
        zone.HasSameRules(TimeZoneInfo.Utc) ? "UTC" : $"{(t.Offset < TimeSpan.Zero ? '-' : '+')}{t.Offset:hh\\:mm}";
}
