using Metrics.RrdStore;

namespace Metrics.Grapher.Language.Times;

/// <summary>A time as at(1) and rrdtool write it: <c>now-1d</c>, <c>noon yesterday</c>, <c>end-8h</c>, <c>20:00 24.12.2026</c>,
/// <c>1700000000</c>. It becomes a moment when there is a clock and a zone.</summary>
/// <remarks>rrdfetch(1), "AT-STYLE TIME SPECIFICATION". Days and longer units are calendar arithmetic in the zone; hours and shorter ones
/// are exact.</remarks>
public sealed record AtTime
{
    /// <summary>The longest text of a time.</summary>
    public const int MaximumLength = 255;

    /// <summary>This moment.</summary>
    public static readonly AtTime Now = new();

    /// <summary>One day before the end: where a range begins when nothing is said.</summary>
    public static readonly AtTime DayBeforeEnd = new() { Reference = AtReference.End, Seconds = -86_400 };

    internal AtReference Reference { get; init; }

    // Date and time of day; null for the present ones.
    internal long? EpochSeconds { get; init; }
    internal (int Hour, int Minute)? TimeOfDay { get; init; }
    internal (int? Year, int Month, int Day)? Date { get; init; }
    internal DayOfWeek? Weekday { get; init; }

    // The offset.
    internal long Years { get; init; }
    internal long Months { get; init; }
    internal long Days { get; init; }
    internal long Seconds { get; init; }

    /// <summary>Takes a time.</summary>
    /// <param name="text">The time.</param>
    /// <param name="isMinute">Whether <c>m</c> is always minutes. RRDtool takes a small number of them for months, which only its own language should do.</param>
    /// <exception cref="AtTimeException">The text is no time; the message says what was found, where, and what was expected.</exception>
    public static AtTime Parse(string text, bool isMinute = false)
    {
        if (text.Length > MaximumLength)
            throw new AtTimeException(1, $"The time has {text.Length} characters; at most {MaximumLength} are taken.");
        return new AtTimeParser(AtToken.Split(text), isMinute).Parse();
    }

    /// <summary>A moment.</summary>
    public static AtTime At(DateTimeOffset moment) => new() { Reference = AtReference.Epoch, EpochSeconds = moment.ToUnixTimeSeconds() };

    /// <summary>The range between two times, which may refer to each other, one way.</summary>
    /// <param name="start">The start.</param>
    /// <param name="end">The end.</param>
    /// <param name="now">The clock.</param>
    /// <param name="zone">The zone whose days and clocks are meant.</param>
    /// <exception cref="AtTimeException">Each refers to the other, one refers to itself, a time is before 1970 or after 9998, or the end is
    /// not after the start.</exception>
    public static TimeRange Resolve(AtTime start, AtTime end, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (start.Reference == AtReference.Start || end.Reference == AtReference.End)
            throw new AtTimeException(1,
                $"The {(start.Reference == AtReference.Start ? "start" : "end")} refers to itself; expected another reference.");
        if (start.Reference == AtReference.End && end.Reference == AtReference.Start)
            throw new AtTimeException(1, "Start and end refer to each other; expected one of them to be a time of its own.");
        var nowSeconds = now.ToUnixTimeSeconds();
        long startSeconds, endSeconds;
        if (start.Reference == AtReference.End)
        {
            endSeconds = end.Moment(nowSeconds, zone);
            startSeconds = start.Moment(endSeconds, zone);
        }
        else
        {
            startSeconds = start.Moment(nowSeconds, zone);
            endSeconds = end.Moment(end.Reference == AtReference.Start ? startSeconds : nowSeconds, zone);
        }
        return endSeconds > startSeconds
            ? new TimeRange(startSeconds, endSeconds)
            : throw new AtTimeException(1, $"The end ({endSeconds}) is not after the start ({startSeconds}).");
    }

    /// <summary>The moment this is, in seconds since the epoch, when its reference is at another.</summary>
    private long Moment(long reference, TimeZoneInfo zone)
    {
        var moment = Named(EpochSeconds ?? reference, zone) is { } named && named + Seconds is >= 0 and var offset && offset < LastSecond
            ? offset
            : throw new AtTimeException(1, "The time is before 1970 or after 9998.");
        return moment;
    }

    private long? Named(long reference, TimeZoneInfo zone)
    {
        if (TimeOfDay is null && Date is null && Weekday is null && Years == 0 && Months == 0 && Days == 0)
            return reference;
        var civil = CivilTime.Of(reference, zone);
        if (TimeOfDay is var (hour, minute))
            civil = civil with { Hour = hour, Minute = minute, Second = 0 };
        if (Date is var (year, month, day))
            civil = civil with { Year = year ?? civil.Year, Month = month, Day = day };
        if (Weekday is { } weekday)
            civil = civil with { Day = civil.Day + (weekday - civil.DayOfWeek) };
        return (civil with { Year = civil.Year + Years, Month = civil.Month + Months, Day = civil.Day + Days }).ToUnixSeconds(zone);
    }

    private static readonly long LastSecond = new DateTimeOffset(9998, 12, 31, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
}
