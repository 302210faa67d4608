using System.Globalization;
using System.Text;
using Metrics.Analyzers.Stamps;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Tests.Stamps;

public sealed class StampTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("Nov 23 00:11:48 x", "2026-11-22T23:11:48Z")]
    [InlineData("Nov  3 00:11:48 x", "2026-11-02T23:11:48Z")]
    [InlineData("2026-11-23T00:11:48.123456+01:00 x", "2026-11-22T23:11:48Z")]
    [InlineData("2026-11-23T00:11:48Z x", "2026-11-23T00:11:48Z")]
    public void A_stamp_of_the_system_log_is_read(string line, string expected)
    {
        var cursor = new LineCursor(Encoding.UTF8.GetBytes(line));
        Assert.True(RecordedEvents.Stamps(Berlin).Syslog(ref cursor, out var time));
        Assert.Equal(Moment(expected), time);
        Assert.Equal("x", Encoding.UTF8.GetString(cursor.Rest));
    }

    [Theory]
    [InlineData("Dec 31 23:59:59", "2025-12-31T23:59:59Z"), InlineData("Nov 24 10:00:00", "2026-11-24T10:00:00Z"), InlineData("Feb 28 10:00:00", "2026-02-28T10:00:00Z")]
    public void The_first_stamp_without_a_year_is_as_late_as_it_can_be(string stamp, string expected) =>
        Assert.Equal(Moment(expected), Read(RecordedEvents.Stamps(TimeZoneInfo.Utc), stamp));

    [Fact]
    public void A_log_goes_over_New_Year_and_a_straggler_stays_in_the_old_one()
    {
        // The file was last written on 2 January 2026.
        var stamps = new StampReader(TimeZoneInfo.Utc, () => Moment("2026-01-02T00:00:00Z"));
        Assert.Equal(Moment("2025-12-31T23:59:59Z"), Read(stamps, "Dec 31 23:59:59"));
        Assert.Equal(Moment("2026-01-01T00:00:01Z"), Read(stamps, "Jan  1 00:00:01"));
        Assert.Equal(Moment("2025-12-31T23:59:58Z"), Read(stamps, "Dec 31 23:59:58"));
        Assert.Equal(Moment("2026-01-01T00:00:02Z"), Read(stamps, "Jan  1 00:00:02"));
    }

    [Fact]
    public void A_line_that_is_much_too_late_is_of_no_year_to_come()
    {
        var stamps = new StampReader(TimeZoneInfo.Utc, () => Moment("2026-11-26T10:00:01Z"));
        Assert.Equal(Moment("2026-11-26T10:00:00Z"), Read(stamps, "Nov 26 10:00:00"));
        Assert.Equal(Moment("2026-03-01T00:00:00Z"), Read(stamps, "Mar  1 00:00:00"));
        Assert.Equal(Moment("2026-11-26T10:00:01Z"), Read(stamps, "Nov 26 10:00:01"));
    }

    [Fact]
    public void The_hour_that_autumn_repeats_is_the_first_until_the_log_has_passed_it()
    {
        var stamps = new StampReader(Berlin, () => Moment("2026-11-01T00:00:00Z"));
        Assert.Equal(Moment("2026-10-25T00:30:00Z"), Read(stamps, "Oct 25 02:30:00"));
        Assert.Equal(Moment("2026-10-25T00:59:59Z"), Read(stamps, "Oct 25 02:59:59"));
        Assert.Equal(Moment("2026-10-25T01:00:01Z"), Read(stamps, "Oct 25 02:00:01"));
        Assert.Equal(Moment("2026-10-25T01:59:00Z"), Read(stamps, "Oct 25 02:59:00"));
        Assert.Equal(Moment("2026-10-25T02:00:00Z"), Read(stamps, "Oct 25 03:00:00"));
    }

    [Theory]
    [InlineData("Nov 32 00:00:00 x"), InlineData("Xov 23 00:11:48 x"), InlineData("Nov 23 24:11:48 x"), InlineData("Nov 23 00:11 x"), InlineData(""), InlineData("2026-13-23T00:11:48Z x")]
    public void What_is_no_stamp_is_none(string line)
    {
        var cursor = new LineCursor(Encoding.UTF8.GetBytes(line));
        Assert.False(RecordedEvents.Stamps(Berlin).Syslog(ref cursor, out _));
    }

    [Theory]
    [InlineData("combined", "203.0.113.9 - - [31/Dec/9999:23:59:59 -1400] \"GET / HTTP/1.1\" 200 1")]
    [InlineData("combined", "203.0.113.9 - - [31/Dec/1979:23:59:59 +0000] \"GET / HTTP/1.1\" 200 1")]
    [InlineData("postfix", "9999-12-31T23:59:59-14:00 web01 postfix/smtpd[42]: 3F1B25AA: client=mx.example[192.0.2.7]")]
    [InlineData("exim", "2200-01-01 00:00:00 1xVHeV-00000w-0I Completed")]
    [InlineData("exim", "9999-12-31 23:59:59 1xVHeV-00000w-0I Completed")]
    [InlineData("qmail", "@7fffffffffffffff00000000 new msg 1")]
    [InlineData("xferlog", "Fri Dec 31 23:59:59 9999 1 198.51.100.7 1 /srv/a b _ o r anna ftp 0 * c")]
    [InlineData("pureftpd_transfers", "9007199254740992 abc.1 anna 198.51.100.7 D 1 0 /srv/a")]
    public void A_time_before_1980_or_after_2199_is_none(string format, string line) => Assert.Equal(["? " + line], RecordedEvents.Of(format, line));

    [Fact]
    public void A_log_that_says_New_Year_again_and_again_stays_within_2199()
    {
        var stamps = RecordedEvents.Stamps(Berlin);
        for (var i = 0; i < 10_000; i++)
            Assert.InRange(Read(stamps, i % 2 == 0 ? "May  1 00:00:00" : "Oct  1 00:00:00"), 0, Moment("2200-12-31T00:00:00Z"));
    }

    [Fact]
    public void A_label_of_multilog_is_ten_seconds_ahead()
    {
        // 2^62 + 10 + 1795392708, as tai64n(8) writes it.
        var cursor = new LineCursor(Encoding.UTF8.GetBytes($"@{(1UL << 62) + 10 + 1_795_392_708:x16}00000000 x"));
        Assert.True(StampReader.Tai64N(ref cursor, out var time));
        Assert.Equal(1_795_392_708, time);
    }

    private static long Read(StampReader stamps, string stamp)
    {
        var cursor = new LineCursor(Encoding.UTF8.GetBytes(stamp + " x"));
        Assert.True(stamps.Syslog(ref cursor, out var time));
        return time;
    }

    private static long Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
}
