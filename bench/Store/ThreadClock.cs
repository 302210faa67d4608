using System.Runtime.InteropServices;

namespace Metrics.Bench.Store;

/// <summary>CPU time of the calling thread, to the nanosecond: clock_gettime(2).</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    public static TimeSpan Now
    {
        get
        {
            _ = GetTime(ThreadCpuTime, out var time);
            return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Specification time);

    private readonly record struct Specification(long Seconds, long Nanoseconds);
}
