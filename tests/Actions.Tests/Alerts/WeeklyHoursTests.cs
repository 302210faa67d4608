using System.Globalization;
using Metrics.Actions.Alerts;

namespace Metrics.Actions.Tests.Alerts;

public class WeeklyHoursTests
{
    // 2026-11-22 is a Sunday.
    [Theory]
    [InlineData("22:00-07:00", "2026-11-24 06:59", true)]
    [InlineData("22:00-07:00", "2026-11-24 07:00", false)]
    [InlineData("22:00-07:00", "2026-11-24 22:00", true)]
    [InlineData("sun 02:00-04:00", "2026-11-22 03:00", true)]
    [InlineData("sun 02:00-04:00", "2026-11-23 03:00", false)]
    [InlineData("sun 22:00-04:00", "2026-11-23 03:59", true)]
    [InlineData("sun 22:00-04:00", "2026-11-22 03:59", false)]
    [InlineData("sat-sun 00:00-00:00", "2026-11-22 23:59", true)]
    [InlineData("sat-sun 00:00-00:00", "2026-11-23 00:00", false)]
    [InlineData("MON-wed,fri 08:00-09:00", "2026-11-25 08:30", true)]
    [InlineData("mon-wed,fri 08:00-09:00", "2026-11-26 08:30", false)]
    [InlineData("fri-mon 08:00-09:00", "2026-11-22 08:30", true)]
    public void Hours_come_every_day_or_on_some(string text, string local, bool expected) =>
        Assert.Equal(expected, WeeklyHours.Read(text)!.Value.Covers(DateTime.Parse(local, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("")]
    [InlineData("sunday 02:00-04:00")]
    [InlineData("sun")]
    [InlineData("02:00")]
    [InlineData("24:00-25:00")]
    [InlineData("2:00-4:00")]
    [InlineData("sun-mon-tue 02:00-04:00")]
    [InlineData(", 02:00-04:00")]
    [InlineData("sun 02:00-04:00 x")]
    public void Anything_else_is_refused(string text) => Assert.Null(WeeklyHours.Read(text));
}
