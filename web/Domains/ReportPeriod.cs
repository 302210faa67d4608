using System.Globalization;
using Metrics.Analyzers.Usage;
using Metrics.Grapher;

namespace Metrics.Web.Domains;

/// <summary>The time of a report: a day, a month or a year of the server's zone.</summary>
/// <param name="First">Its first day.</param>
/// <param name="Length">How long it is.</param>
public sealed record ReportPeriod(DateOnly First, ReportLength Length)
{
    private static readonly (ReportLength Length, string Format)[] Formats =
        [(ReportLength.Day, "yyyy-MM-dd"), (ReportLength.Month, "yyyy-MM"), (ReportLength.Year, "yyyy")];

    /// <summary>Name in addresses: <c>2026-11</c>, <c>2026</c>, <c>2026-11-26</c>.</summary>
    public string Name => Text(Formats.First(f => f.Length == Length).Format);

    /// <summary>Name for people.</summary>
    public string Title => Text(Length switch { ReportLength.Day => "d MMMM yyyy", ReportLength.Month => "MMMM yyyy", _ => "yyyy" });

    /// <summary>Name for a button.</summary>
    public string ShortTitle => Text(Length switch { ReportLength.Day => "d MMM", ReportLength.Month => "MMM", _ => "yyyy" });

    /// <summary>The first day that is not of it.</summary>
    public DateOnly End => Length switch
    {
        ReportLength.Day => First.AddDays(1),
        ReportLength.Month => First.AddMonths(1),
        _ => First.AddYears(1),
    };

    /// <summary>The one before.</summary>
    public ReportPeriod Previous => this with
    {
        First = Length switch { ReportLength.Day => First.AddDays(-1), ReportLength.Month => First.AddMonths(-1), _ => First.AddYears(-1) },
    };

    /// <summary>The one behind it.</summary>
    public ReportPeriod Next => this with { First = End };

    /// <summary>The bars of its charts.</summary>
    public BarPeriod Bars => Length switch { ReportLength.Day => BarPeriod.Hour, ReportLength.Month => BarPeriod.Day, _ => BarPeriod.Month };

    /// <summary>Reads a name; null when it is none.</summary>
    public static ReportPeriod? Read(string name)
    {
        foreach (var (length, format) in Formats)
            if (DateOnly.TryParseExact(name, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first.Year is >= 1980 and < 2200)
                return new ReportPeriod(first, length);
        return null;
    }

    /// <summary>The period of this length that a day is in.</summary>
    public static ReportPeriod Of(DateOnly day, ReportLength length) => new(
        length switch { ReportLength.Day => day, ReportLength.Month => new DateOnly(day.Year, day.Month, 1), _ => new DateOnly(day.Year, 1, 1) }, length);

    /// <summary>The first moment of a day, in seconds since the epoch.</summary>
    public static long Begin(DateOnly day, TimeZoneInfo zone) => CalendarClock.Begin(day.ToDateTime(TimeOnly.MinValue), zone);

    private string Text(string format) => First.ToString(format, CultureInfo.InvariantCulture);
}
