namespace Metrics.Collector.Tests;

public sealed class ScheduleTests
{
    private const long Second = 1_000_000;

    private readonly Schedule schedule = new(TimeSpan.FromSeconds(10));

    [Fact]
    public void Due_times_are_multiples_of_the_step_since_the_epoch()
    {
        schedule.Start(1_003 * Second);
        Assert.Equal(1_010 * Second, schedule.Due);
        Assert.False(schedule.TryTake(1_009 * Second, out _));
        Assert.True(schedule.TryTake(1_010 * Second + 1, out var due));
        Assert.Equal((1_010 * Second, 1_020 * Second, 0L), (due, schedule.Due, schedule.Missed));
    }

    [Fact]
    public void A_late_wake_up_does_not_move_the_due_times()
    {
        schedule.Start(0);
        foreach (var expected in new long[] { 10, 20, 30, 40 })
        {
            Assert.True(schedule.TryTake(expected * Second + 9 * Second, out var due));
            Assert.Equal(expected * Second, due);
        }
        Assert.Equal(0, schedule.Missed);
    }

    [Fact]
    public void After_a_suspend_the_last_due_time_is_taken_and_the_others_are_missed()
    {
        schedule.Start(0);
        Assert.True(schedule.TryTake(3_605 * Second, out var due));
        Assert.Equal((3_600 * Second, 3_610 * Second, 359L), (due, schedule.Due, schedule.Missed));
        Assert.False(schedule.TryTake(3_605 * Second, out _));
    }

    [Fact]
    public void A_clock_set_back_makes_the_next_multiple_on_it_due()
    {
        schedule.Start(7_200 * Second);
        Assert.False(schedule.TryTake(3_601 * Second, out _));
        Assert.Equal(3_610 * Second, schedule.Due);
        Assert.Equal(0, schedule.Missed);
    }

    [Fact]
    public void A_clock_set_back_by_less_than_a_step_waits_for_the_same_due_time()
    {
        schedule.Start(100 * Second);
        Assert.False(schedule.TryTake(101 * Second, out _));
        Assert.Equal(110 * Second, schedule.Due);
    }

    [Theory]
    [InlineData(10, 0, true)]
    [InlineData(10, 100_000, true)] // 1 % of 10 s
    [InlineData(10, 100_001, false)]
    [InlineData(2, 20_000, true)]
    [InlineData(2, 20_001, false)]
    [InlineData(1, 20_000, true)] // at least 20 ms
    [InlineData(10, -1, false)] // the clock was set back while it was read
    public void A_reading_carries_the_due_time_when_it_is_hardly_late(int stepSeconds, long late, bool due)
    {
        var stamp = new Schedule(TimeSpan.FromSeconds(stepSeconds)).Stamp(100 * Second, 100 * Second + late);
        Assert.Equal(due ? 100 * Second : 100 * Second + late, stamp);
    }
}
