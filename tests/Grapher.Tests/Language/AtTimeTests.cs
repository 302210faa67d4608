using Metrics.Grapher.Language.Times;

namespace Metrics.Grapher.Tests.Language;

public sealed class AtTimeTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    /// <summary>Wednesday 2026-03-25 14:35:20 in Berlin, four days before clocks go forward.</summary>
    private static readonly DateTimeOffset Now = new(2026, 3, 25, 14, 35, 20, TimeSpan.FromHours(1));

    [Theory]
    [InlineData("now", "2026-03-25 14:35:20 +1")]
    [InlineData("n-90s", "2026-03-25 14:33:50 +1")]
    [InlineData("-1d", "2026-03-24 14:35:20 +1")]
    [InlineData("now-1h30min", "2026-03-25 13:05:20 +1")]
    [InlineData("-5mon1w2d", "2025-10-16 14:35:20 +2")]
    [InlineData("+4d", "2026-03-29 14:35:20 +2")]
    [InlineData("+96h", "2026-03-29 15:35:20 +2")]
    [InlineData("-1m", "2026-02-25 14:35:20 +1")]
    [InlineData("-6m", "2026-03-25 14:29:20 +1")]
    [InlineData("-1y6m", "2024-09-25 14:35:20 +2")]
    [InlineData("-3h20m", "2026-03-25 11:15:20 +1")]
    [InlineData("-1mon+3d", "2026-02-28 14:35:20 +1")]
    [InlineData("noon yesterday", "2026-03-24 12:00:00 +1")]
    [InlineData("midnight", "2026-03-25 00:00:00 +1")]
    [InlineData("teatime tomorrow", "2026-03-26 16:00:00 +1")]
    [InlineData("14:00", "2026-03-25 14:00:00 +1")]
    [InlineData("9pm", "2026-03-25 21:00:00 +1")]
    [InlineData("12am", "2026-03-25 00:00:00 +1")]
    [InlineData("12:30pm", "2026-03-25 12:30:00 +1")]
    [InlineData("00:00 monday", "2026-03-23 00:00:00 +1")]
    [InlineData("noon sun", "2026-03-22 12:00:00 +1")]
    [InlineData("20:00 24.12.2025", "2025-12-24 20:00:00 +1")]
    [InlineData("24.12.2025", "2025-12-24 00:00:00 +1")]
    [InlineData("12/24/25", "2025-12-24 00:00:00 +1")]
    [InlineData("12/24/2025 8am", "2025-12-24 08:00:00 +1")]
    [InlineData("20251224", "2025-12-24 00:00:00 +1")]
    [InlineData("10:15 20251224", "2025-12-24 10:15:00 +1")]
    [InlineData("dec 24 2025", "2025-12-24 14:35:20 +1")]
    [InlineData("December_24,2025_10:00", "2025-12-24 10:00:00 +1")]
    [InlineData("midnight july 1", "2026-07-01 00:00:00 +2")]
    [InlineData("1700000000", "2023-11-14 23:13:20 +1")]
    [InlineData("1700000000-1d", "2023-11-13 23:13:20 +1")]
    [InlineData("epoch+1700000000s", "2023-11-14 23:13:20 +1")]
    [InlineData("00:00-4w", "2026-02-25 00:00:00 +1")]
    [InlineData("-1mon-0d", "2026-02-25 14:35:20 +1")]
    public void A_time_is_the_moment_the_clocks_in_its_zone_show(string text, string expected)
    {
        var range = AtTime.Resolve(AtTime.Parse(text), AtTime.Parse("now+1000d"), Now, Berlin);
        Assert.Equal(DateTimeOffset.ParseExact(expected, "yyyy-MM-dd HH:mm:ss z", null).ToUnixTimeSeconds(), range.StartSeconds);
    }

    [Theory]
    [InlineData("-1m", 60), InlineData("-5m", 300), InlineData("now-2h1m", 7_260), InlineData("-1d5m", 86_700), InlineData("-1w1m", 604_860), InlineData("-1mon", 2_419_200)]
    public void Outside_of_RRDtools_language_m_is_always_minutes(string text, long seconds) =>
        Assert.Equal(seconds, AtTime.Resolve(AtTime.Parse(text, isMinute: true), AtTime.Now, Now, Berlin).Seconds);

    [Theory]
    [InlineData("02:30 29.03.2026", "2026-03-29 03:30:00 +2")] // left out: counted on
    [InlineData("02:30 25.10.2026", "2026-10-25 02:30:00 +2")] // comes twice: the first
    [InlineData("00:00 29.03.2026", "2026-03-29 00:00:00 +1")]
    [InlineData("00:00 30.03.2026", "2026-03-30 00:00:00 +2")]
    [InlineData("00:00 01.01.2027", "2027-01-01 00:00:00 +1")]
    [InlineData("00:00 29.02.2028", "2028-02-29 00:00:00 +1")]
    public void Clock_changes_have_one_answer(string text, string expected) =>
        Assert.Equal(
            DateTimeOffset.ParseExact(expected, "yyyy-MM-dd HH:mm:ss z", null).ToUnixTimeSeconds(),
            AtTime.Resolve(AtTime.Parse("01.01.2026"), AtTime.Parse(text), Now, Berlin).EndSeconds);

    [Fact]
    public void Start_and_end_may_refer_to_each_other_one_way()
    {
        var byEnd = AtTime.Resolve(AtTime.Parse("end-1d"), AtTime.Parse("30.03.2026"), Now, Berlin);
        Assert.Equal(23 * 3600, byEnd.Seconds); // the day on which an hour is left out
        var byStart = AtTime.Resolve(AtTime.Parse("29.03.2026"), AtTime.Parse("start+24h"), Now, Berlin);
        Assert.Equal(24 * 3600, byStart.Seconds);
        Assert.Throws<AtTimeException>(() => AtTime.Resolve(AtTime.Parse("end-1d"), AtTime.Parse("start+1d"), Now, Berlin));
        Assert.Throws<AtTimeException>(() => AtTime.Resolve(AtTime.Parse("start-1d"), AtTime.Now, Now, Berlin));
        Assert.Throws<AtTimeException>(() => AtTime.Resolve(AtTime.Now, AtTime.Parse("now-1h"), Now, Berlin));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("gestern", 1)]
    [InlineData("now 12", 5)]
    [InlineData("now-", 5)]
    [InlineData("now-1fortnight", 6)]
    [InlineData("end", 4)]
    [InlineData("today", 1)]
    [InlineData("13pm", 1)]
    [InlineData("12:60", 4)]
    [InlineData("32.12.2025", 1)]
    [InlineData("12/24/1969", 7)]
    [InlineData("dec", 4)]
    [InlineData("25", 1)]
    [InlineData("noon <b>", 6)]
    [InlineData("99999999999999999999", 1)]
    [InlineData("now-99999999999d", 5)]
    public void What_is_no_time_is_told_with_its_column(string text, int column) =>
        Assert.Equal(column, Assert.Throws<AtTimeException>(() => AtTime.Parse(text)).Column);

    [Theory]
    [InlineData("now-2000000000y")]
    [InlineData("now+2000000000d2000000000d2000000000d")]
    [InlineData("epoch-1s")]
    [InlineData("now+9999y")]
    public void Times_beyond_the_calendar_are_refused(string text) =>
        Assert.Throws<AtTimeException>(() => AtTime.Resolve(AtTime.Parse(text), AtTime.Now, Now, Berlin));

    /// <summary>rrdtool's own clock cannot be set, so it is asked twice and our clock lies between.</summary>
    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/St_Johns")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kathmandu")]
    public void Times_are_what_rrdtool_makes_of_them(string zoneName)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        var directory = Directory.CreateTempSubdirectory("attime").FullName;
        using var rrdtool = new RrdtoolPipe(directory, zoneName);
        rrdtool.Run("create", "t.rrd", "--step", "1", "--start", "1000000000", "DS:a:GAUGE:10:U:U", "RRA:AVERAGE:0.5:1:10");
        var random = new Random(zoneName.Length);
        for (var i = 0; i < 250; i++)
        {
            var text = RandomTime(random);
            // rrdtool takes its seconds from time(2), whose coarse clock may be a tick behind.
            var before = TimeProvider.System.GetUtcNow() - TimeSpan.FromMilliseconds(20);
            if (Start(text, before) < Year1981) // rrdtool takes no times before 1980
                continue;
            var theirs = Ask(rrdtool, text);
            var after = TimeProvider.System.GetUtcNow();
            var ours = (Start(text, before), Start(text, after));
            Assert.True(theirs == ours.Item1 || theirs == ours.Item2, $"{text} in {zoneName} at {before:O}: rrdtool {theirs}, ours {ours.Item1}");
        }
        Directory.Delete(directory, recursive: true);

        long Start(string text, DateTimeOffset now) =>
            AtTime.Resolve(AtTime.Parse(text), AtTime.Parse("start+1h"), now, zone).StartSeconds;
    }

    private const long Year1981 = 347_155_200;

    private static long Ask(RrdtoolPipe rrdtool, string text)
    {
        var answer = rrdtool.Run("xport", "-s", text, "-e", "start+1h", "--step", "1", "-m", "10000", "DEF:a=t.rrd:a:AVERAGE", "XPORT:a");
        var start = answer.IndexOf("<start>", StringComparison.Ordinal) + 7;
        return long.Parse(answer.AsSpan(start, answer.IndexOf('<', start) - start)) - 1;
    }

    private static string RandomTime(Random random)
    {
        var hour = random.Next(4, 24); // outside the hours that clock changes leave out or repeat
        var day = random.Next(1, 29);
        var month = random.Next(1, 13);
        var year = random.Next(1990, 2031);
        string[] months = ["jan", "february", "Mar", "april", "MAY", "jun", "july", "aug", "sep", "october", "nov", "december"];
        string[] days = ["sun", "monday", "Tue", "wednesday", "thu", "fri", "saturday"];
        var time = random.Next(4) switch
        {
            0 => $"{hour}:{random.Next(60):00}",
            1 => $"{random.Next(5, 12)}pm",
            2 => $"{random.Next(4, 13)}:{random.Next(60):00}am".Replace("12:", "11:"),
            _ => new[] { "noon", "teatime" }[random.Next(2)],
        };
        var date = random.Next(6) switch
        {
            0 => $"{day}.{month}.{year}",
            1 => $"{month}/{day}/{year % 100:00}",
            2 => $"{year}{month:00}{day:00}",
            3 => $"{months[month - 1]} {day} {year}",
            4 => new[] { "today", "yesterday", "tomorrow" }[random.Next(3)],
            _ => days[random.Next(7)],
        };
        var reference = random.Next(8) switch
        {
            0 => $"{random.Next(400_000_000, 1_900_000_000)}",
            1 => "now",
            2 => "",
            3 => $"{months[month - 1]} {day}", // after a time of day rrdtool takes the year 30000
            _ => $"{time} {date}",
        };
        var offset = random.Next(3) == 0 && reference.Length > 0 ? "" : $"{Pick("+-")}{random.Next(1, 10)}{Unit(random)}{(random.Next(2) == 0 ? $"{random.Next(1, 10)}{Unit(random)}" : "")}";
        // From a number of seconds rrdtool keeps the summer time of that day, not of the day it comes to; hours and shorter units do not ask.
        if (char.IsAsciiDigit(reference.FirstOrDefault()) && !reference.Contains(' '))
            offset = $"+{random.Next(1, 5000)}min";
        return reference + offset.Replace('+', reference.Length == 0 || reference == "now" ? '-' : '+');

        char Pick(string items) => items[random.Next(items.Length)];
    }

    private static string Unit(Random random)
    {
        string[] units = ["s", "sec", "min", "minutes", "m", "h", "hours", "d", "days", "w", "week", "mon", "months", "y", "year"];
        return units[random.Next(units.Length)];
    }
}
