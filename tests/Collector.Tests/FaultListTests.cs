namespace Metrics.Collector.Tests;

public sealed class FaultListTests
{
    private readonly FaultList faults = new();
    private readonly List<string> logged = [];

    [Fact]
    public void A_fault_is_logged_once_and_again_when_it_changes()
    {
        Pass(0, "is empty.");
        Pass(10, "is empty.");
        Assert.Equal(["is empty."], logged);
        Pass(70, "is not a number.");
        Assert.Equal(["is empty.", "is not a number."], logged);
        Assert.Equal(DateTimeOffset.UnixEpoch, Assert.Single(faults.Current).Since);
    }

    [Fact]
    public void A_fault_that_comes_and_goes_is_not_logged_each_time()
    {
        for (var second = 0; second < 3000; second += 20)
        {
            Pass(second, "is empty.");
            Pass(second + 10, null);
        }
        Assert.Single(logged);
        Assert.Empty(faults.Current);
    }

    [Fact]
    public void A_fault_that_is_over_for_more_than_an_hour_is_logged_again()
    {
        Pass(0, "is empty.");
        Pass(10, null);
        Pass(3700, null);
        Pass(3710, "is empty.");
        Assert.Equal(2, logged.Count);
    }

    [Fact]
    public void Faults_are_bounded()
    {
        for (var i = 0; i < 1000; i++)
            faults.Add($"/sys/{i}", "is empty.");
        faults.Settle(DateTimeOffset.UnixEpoch, f => logged.Add(f.Problem));
        Assert.Equal((FaultList.Maximum, FaultList.Maximum), (faults.Current.Length, logged.Count));
    }

    private void Pass(int second, string? problem)
    {
        if (problem is not null)
            faults.Add("/proc/x", problem);
        faults.Settle(DateTimeOffset.UnixEpoch.AddSeconds(second), f => logged.Add(f.Problem));
    }
}
