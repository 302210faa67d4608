using System.Globalization;
using Metrics.Grapher.Axes;
using Metrics.Grapher.Fonts;

namespace Metrics.Grapher.Tests.Axes;

/// <summary>The axis of each range in 24 zones around both clock changes, a leap day and a year's end, judged by the framework's own
/// conversion to local time.</summary>
public sealed class TimeAxisTests
{
    private const float Left = 46;

    public static TheoryData<string> Zones =>
    [
        "UTC", "Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Chisinau", "America/New_York", "America/St_Johns", "America/Havana",
        "America/Asuncion", "America/Santiago", "America/Los_Angeles", "America/Sao_Paulo", "Africa/Cairo", "Africa/Casablanca",
        "Asia/Beirut", "Asia/Jerusalem", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Tokyo", "Australia/Lord_Howe", "Australia/Sydney",
        "Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati",
    ];

    [Theory, MemberData(nameof(Zones))]
    public void No_two_labels_touch_and_none_leaves_the_plot(string zoneName)
    {
        foreach (var (axis, span, what) in Cases(zoneName))
        {
            var end = span.Left - 1;
            foreach (var label in axis.Labels)
            {
                var half = FontFace.Of(label.Strong).Width(label.Text, 11) / 2;
                Assert.True(label.X - half >= end, $"{what}: \"{label.Text}\" begins at {label.X - half}, before {end}.");
                end = label.X + half + 4;
            }
            Assert.True(end - 4 <= span.Right + 1, $"{what}: a label ends at {end - 4}, beyond {span.Right}.");
            Assert.True(axis.Labels.Count >= 2, $"{what}: {axis.Labels.Count} labels.");
        }
    }

    [Theory, MemberData(nameof(Zones))]
    public void Dates_stand_and_lines_fall_on_the_first_moment_of_a_local_day(string zoneName)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        foreach (var (axis, span, what) in Cases(zoneName))
        {
            var dates = axis.Labels.Where(l => l.Strong).Select(l => l.X);
            foreach (var x in axis.Lines.Concat(dates))
            {
                var moment = Moment(span, x);
                var (before, after) = (TimeZoneInfo.ConvertTime(moment.AddMinutes(-1), zone), TimeZoneInfo.ConvertTime(moment, zone));
                Assert.True(before.Date < after.Date, $"{what}: {after:u} is not where a day begins.");
            }
        }
    }

    [Theory, MemberData(nameof(Zones))]
    public void Hours_say_the_local_time_of_their_place(string zoneName)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        foreach (var (axis, span, what) in Cases(zoneName).Where(c => c.Span.Seconds <= 60 * 3_600))
        {
            foreach (var label in axis.Labels.Where(l => !l.Strong))
            {
                var local = TimeZoneInfo.ConvertTime(Moment(span, label.X), zone);
                Assert.True(label.Text.StartsWith(local.ToString("HH:mm", CultureInfo.InvariantCulture), StringComparison.Ordinal),
                    $"{what}: \"{label.Text}\" stands at {local:u}.");
            }
        }
    }

    [Fact]
    public void The_repeated_hour_tells_its_zone()
    {
        // 25 Oct 2026, 03:00 CEST is 02:00 CET.
        var axis = Axis("Europe/Berlin", new(2026, 10, 25, 3, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(6), 900);
        var texts = axis.Labels.Select(l => l.Text).ToArray();
        Assert.Contains("02:00 CEST", texts);
        Assert.Contains("02:00 CET", texts);
        Assert.Contains("03:00", texts);
        Assert.Equal("CET from here", Assert.Single(axis.Changes).Text);
    }

    [Fact]
    public void Days_of_23_and_25_hours_have_their_true_width()
    {
        var axis = Axis("Europe/Berlin", new(2026, 4, 2, 12, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(8), 192 * 4);
        var widths = axis.Lines.Zip(axis.Lines.Skip(1), (a, b) => MathF.Round(b - a)).ToArray();
        Assert.Equal([96f, 96, 96, 92, 96, 96, 96], widths);
    }

    [Fact]
    public void A_day_has_the_labels_of_the_design()
    {
        var axis = Axis("Europe/Berlin", SampleHost.Now, TimeSpan.FromHours(30), 560);
        Assert.Equal(["12:00", "15:00", "18:00", "21:00", "Thu 2 Apr", "03:00", "06:00", "09:00", "12:00"], axis.Labels.Select(l => l.Text));
        var narrow = Axis("Europe/Berlin", SampleHost.Now, TimeSpan.FromHours(30), 304);
        Assert.Equal(["12:00", "18:00", "Thu 2 Apr", "06:00", "12:00"], narrow.Labels.Select(l => l.Text));
    }

    [Fact]
    public void A_week_names_days_and_tints_the_weekend()
    {
        var axis = Axis("Europe/Berlin", SampleHost.Now, TimeSpan.FromDays(8), 840);
        Assert.Equal(["Thu 26", "Fri 27", "Sat 28", "Sun 29", "Mon 30", "Tue 31", "Wed 1", "Thu 2"], axis.Labels.Select(l => l.Text).SkipWhile(t => t == "Wed 25"));
        var (left, right) = Assert.Single(axis.Weekends);
        Assert.Equal(47 * 840 / 192.0, right - left, 0.5);
    }

    [Fact]
    public void A_year_names_months_and_the_year_at_January()
    {
        var axis = Axis("Europe/Berlin", SampleHost.Now, TimeSpan.FromDays(400), 840);
        Assert.Contains("Jan 2026", axis.Labels.Select(l => l.Text));
        Assert.Equal(14, axis.Lines.Count);
    }

    private static DateTimeOffset Moment(AxisSpan span, float x)
    {
        var seconds = span.Start + (x - span.Left) * (double)span.Seconds / (span.Right - span.Left);
        // Every offset of these zones is a whole number of minutes; places are floats.
        return DateTimeOffset.FromUnixTimeSeconds((long)Math.Round(seconds / 60) * 60);
    }

    private static IEnumerable<(TimeAxis Axis, AxisSpan Span, string What)> Cases(string zoneName)
    {
        var clock = new LocalClock(TimeZoneInfo.FindSystemTimeZoneById(zoneName));
        var year = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        var moments = clock.Changes(year, year + 366 * 86_400).Select(c => c.At)
            .Append(new DateTimeOffset(2028, 2, 29, 11, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds())
            .Append(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds());
        foreach (var moment in moments)
            foreach (var range in GraphRange.Named.Append(new("custom", TimeSpan.FromDays(3))).Append(new("custom", TimeSpan.FromDays(75))))
                foreach (var width in (int[])[304, 560, 840, 1_220])
                {
                    var end = moment + (long)range.Span.TotalSeconds / 3;
                    var span = new AxisSpan(end - (long)range.Span.TotalSeconds, end, Left, Left + width);
                    yield return (new TimeAxis().Lay(clock, span), span, $"{zoneName}, {range.Name} of {width} pixels to {DateTimeOffset.FromUnixTimeSeconds(end):u}");
                }
    }

    private static TimeAxis Axis(string zone, DateTimeOffset end, TimeSpan length, int width) => new TimeAxis().Lay(
        new LocalClock(TimeZoneInfo.FindSystemTimeZoneById(zone)),
        new(end.ToUnixTimeSeconds() - (long)length.TotalSeconds, end.ToUnixTimeSeconds(), Left, Left + width));
}
