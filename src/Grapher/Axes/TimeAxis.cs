using System.Globalization;
using Metrics.Grapher.Fonts;

namespace Metrics.Grapher.Axes;

/// <summary>The time axis: labels and lines on local boundaries, across clock changes, for any span. The same object can be laid out again
/// and again.</summary>
internal sealed class TimeAxis
{
    private const long Minute = 60, Hour = 3_600, Day = 86_400;
    private const float LabelSize = 11, LabelGap = 6;

    /// <summary>Room an hour label needs from centre to centre.</summary>
    private const float HourPitch = 48;

    private static readonly int[] HourSteps =
        [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 10_800, 21_600, 43_200];

    private static readonly int[] MonthSteps = [1, 2, 3, 6];
    private static readonly int[] YearSteps = [1, 2, 5, 10, 20, 50, 100];

    private readonly List<(AxisLabel Label, bool First)> wanted = [];
    private readonly List<AxisLabel> labels = [];
    private readonly List<float> lines = [];
    private readonly List<(float Left, float Right)> weekends = [];
    private readonly List<(float X, string Text)> changes = [];
    private LocalClock clock = null!;
    private AxisSpan span;

    /// <summary>Labels, none of them outside the plot or touching another.</summary>
    public List<AxisLabel> Labels => labels;

    /// <summary>Places of the vertical lines: midnights, Mondays or firsts of a month.</summary>
    public List<float> Lines => lines;

    /// <summary>Left and right edges of Saturdays and Sundays, for spans of 3 to 60 days.</summary>
    public List<(float Left, float Right)> Weekends => weekends;

    /// <summary>Where clocks are set and what holds from there, for spans of a week and a little.</summary>
    public List<(float X, string Text)> Changes => changes;

    /// <summary>Lays out the axis of a span in the local time of a clock.</summary>
    public TimeAxis Lay(LocalClock clock, AxisSpan span)
    {
        (this.clock, this.span) = (clock, span);
        wanted.Clear();
        labels.Clear();
        lines.Clear();
        weekends.Clear();
        changes.Clear();
        switch (span.Seconds)
        {
            case <= 60 * Hour: Hours(); break;
            case <= 16 * Day: Days(); break;
            case <= 92 * Day: Weeks(); break;
            case <= 900 * Day: Months(); break;
            default: Years(); break;
        }
        if (span.Seconds is >= 3 * Day and <= 60 * Day)
            FindWeekends();
        if (span.Seconds <= 9 * Day)
            FindChanges();
        Place(first: true);
        Place(first: false);
        labels.Sort(static (a, b) => a.X.CompareTo(b.X));
        return this;
    }

    private void Hours()
    {
        var step = HourStep();
        foreach (var (date, start) in DayStarts())
        {
            if (start < span.Start)
                continue;
            Line(start);
            wanted.Add((new(span.X(start), Text(date, "ddd d MMM"), Strong: true), true));
        }
        var around = clock.Changes(span.Start - Day, span.End + Day);
        foreach (var (start, end, offset) in clock.Stretches(span.Start, span.End))
        {
            for (var local = (start + offset + step - 1) / step * step; local - offset < end
                || (local - offset == end && end == span.End); local += step)
            {
                if (local % Day == 0)
                    continue;
                var text = DateTime.UnixEpoch.AddSeconds(local)
                    .ToString(step < Minute ? "HH:mm:ss" : "HH:mm", CultureInfo.InvariantCulture);
                if (Repeats(around, local))
                    text += ' ' + clock.Name(local - offset);
                wanted.Add((new(span.X(local - offset), text), false));
            }
        }
    }

    private static bool Repeats(List<ClockChange> changes, long local)
    {
        foreach (var change in changes)
            if (change.Repeats(local))
                return true;
        return false;
    }

    private int HourStep()
    {
        foreach (var step in HourSteps)
            if (span.Pixels(step) >= (step < Minute ? HourPitch + 16 : HourPitch))
                return step;
        return HourSteps[^1];
    }

    private void FindChanges()
    {
        foreach (var change in clock.Changes(span.Start, span.End))
            changes.Add((span.X(change.At), $"{clock.Name(change.At)} from here"));
    }

    private void Days()
    {
        var format = span.Pixels(Day) >= 44 ? "ddd d" : "ddd";
        foreach (var (date, start) in DayStarts())
        {
            Line(start);
            Centred(start, clock.StartOf(date.AddDays(1)), Text(date, format));
        }
    }

    private void Weeks()
    {
        foreach (var (date, start) in DayStarts())
        {
            if (date.DayOfWeek != DayOfWeek.Monday || start < span.Start)
                continue;
            Line(start);
            wanted.Add((new(span.X(start), Text(date, "d MMM")), false));
        }
    }

    private void Months()
    {
        var step = MonthSteps.FirstOrDefault(s => span.Pixels(s * 30 * Day) >= 23, MonthSteps[^1]);
        for (var month = FirstOfMonth(); clock.StartOf(month) <= span.End; month = month.AddMonths(1))
        {
            var (start, end) = (clock.StartOf(month), clock.StartOf(month.AddMonths(1)));
            Line(start);
            if ((month.Month - 1) % step == 0)
                Centred(start, end, Text(month, month.Month == 1 ? "MMM yyyy" : "MMM"), first: month.Month == 1);
        }
    }

    private void Years()
    {
        var step = YearSteps.FirstOrDefault(s => span.Pixels(s * 365.25 * Day) >= 36, YearSteps[^1]);
        var first = clock.At(span.Start).Year;
        for (var year = first - first % step; year <= clock.At(span.End).Year; year += step)
        {
            if (year < 1)
                continue;
            var (start, end) = (clock.StartOf(new DateOnly(year, 1, 1)), clock.StartOf(new DateOnly(year + 1, 1, 1)));
            Line(start);
            Centred(start, end, year.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void FindWeekends()
    {
        foreach (var (date, start) in DayStarts())
        {
            // A span that begins on a Sunday shows that Sunday too.
            if (date.DayOfWeek != DayOfWeek.Saturday && (date.DayOfWeek != DayOfWeek.Sunday || start >= span.Start))
                continue;
            var end = clock.StartOf(date.AddDays(date.DayOfWeek == DayOfWeek.Saturday ? 2 : 1));
            weekends.Add((span.X(Math.Max(start, span.Start)), span.X(Math.Min(end, span.End))));
        }
    }

    /// <summary>The local dates on the axis with the moment each begins; the first may begin before the axis.</summary>
    private IEnumerable<(DateOnly Date, long Start)> DayStarts()
    {
        var date = DateOnly.FromDateTime(clock.At(span.Start));
        for (var start = clock.StartOf(date); start <= span.End; (date, start) = (date.AddDays(1), clock.StartOf(date.AddDays(1))))
            // A date that a zone skipped as a whole (Samoa, 30 December 2011) begins when the next one does.
            if (clock.StartOf(date.AddDays(1)) > start)
                yield return (date, start);
    }

    private DateOnly FirstOfMonth()
    {
        var local = clock.At(span.Start);
        return new DateOnly(local.Year, local.Month, 1);
    }

    private void Line(long moment)
    {
        if (moment >= span.Start && moment <= span.End)
            lines.Add(span.X(moment));
    }

    /// <summary>A label in the middle of that part of a day, month or year which is on the axis, if it has room there.</summary>
    private void Centred(long start, long end, string text, bool first = false)
    {
        var (left, right) = (span.X(Math.Max(start, span.Start)), span.X(Math.Min(end, span.End)));
        var visibleWhole = start >= span.Start && end <= span.End;
        if (visibleWhole || FontFace.Regular.Width(text, LabelSize) + LabelGap <= right - left)
            wanted.Add((new((left + right) / 2, text), first));
    }

    /// <summary>Keeps the labels that are inside the plot and touch none already kept; dates and years come first.</summary>
    private void Place(bool first)
    {
        foreach (var (label, isFirst) in wanted)
        {
            var half = FontFace.Of(label.Strong).Width(label.Text, LabelSize) / 2;
            if (isFirst == first && label.X - half >= span.Left - 1 && label.X + half <= span.Right + 1 && IsClear(label.X, half))
                labels.Add(label);
        }
    }

    private bool IsClear(float x, float half)
    {
        foreach (var label in labels)
            if (!Clear(label, x, half))
                return false;
        return true;
    }

    private static bool Clear(AxisLabel other, float x, float half) =>
        Math.Abs(other.X - x) >= half + FontFace.Of(other.Strong).Width(other.Text, LabelSize) / 2 + LabelGap;

    private static string Text(DateOnly date, string format) => date.ToString(format, CultureInfo.InvariantCulture);
}
