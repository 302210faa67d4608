using System.Diagnostics;

namespace Metrics.Firewall.Tests;

/// <summary>For what another process or the kernel does in its own time.</summary>
internal static class Waiting
{
    /// <summary>Asks until it is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Tool.Patience; await Task.Delay(20))
            if (await condition())
                return;
        Assert.Fail($"Not within {Tool.Patience.TotalSeconds:0} s: {what}");
    }
}
