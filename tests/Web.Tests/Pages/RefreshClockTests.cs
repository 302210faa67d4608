using Metrics.Web.Pages;

namespace Metrics.Web.Tests.Pages;

public class RefreshClockTests
{
    /// <summary>Data come at multiples of the step, pages two seconds later; worked out by hand.</summary>
    [Theory]
    [InlineData(1_000, 60, 10, 62)] // on the data: 60 s on are data too, two seconds more
    [InlineData(1_001, 60, 10, 61)]
    [InlineData(1_002, 60, 10, 60)]
    [InlineData(1_009, 60, 10, 63)]
    [InlineData(1_003, 10, 10, 9)]
    [InlineData(1_001, 10, 1, 10)]
    [InlineData(1_020, 10, 60, 2)] // data are rarer than pages: those that come now are shown
    [InlineData(1_022, 10, 60, 60)] // and then those of a minute later
    public void A_page_loads_again_two_seconds_after_data(long now, int interval, int step, int expected) =>
        Assert.Equal(expected, RefreshClock.Delay(now, interval, step));

    [Fact]
    public void The_delay_is_about_the_interval_and_never_nothing()
    {
        foreach (var interval in new[] { 10, 30, 60, 3600 })
            foreach (var step in new[] { 1, 2, 10, 60 })
                for (var now = 1_775_133_300; now < 1_775_133_300 + 120; now++)
                    Assert.InRange(RefreshClock.Delay(now, interval, step), Math.Max(1, interval - step / 2), interval + step + 2);
    }
}
