using System.Diagnostics;

namespace Metrics.Bench.Collector;

/// <summary>What one call of something costs, as the mean over half a second.</summary>
/// <param name="Microseconds">CPU of the process, user and system.</param>
/// <param name="Bytes">Allocated on the heap by the calling thread.</param>
internal readonly record struct Measurement(double Microseconds, double Bytes)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(0.5);

    /// <summary>Measures it.</summary>
    public static Measurement Of(Action action)
    {
        action();
        var (start, cpu, bytes) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());
        var calls = 0;
        for (; Stopwatch.GetElapsedTime(start) < Length; calls++)
            action();
        return new Measurement(
            (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / calls,
            (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / calls);
    }
}
