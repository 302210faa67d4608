namespace Metrics.Bench.Collector;

/// <summary>CPU time of a process to the nanosecond: /proc/PID/task/*/schedstat. /proc/PID/stat counts in hundredths of seconds, too coarse here.</summary>
internal static class CpuTime
{
    /// <summary>Of all its threads that live; that of threads which have ended is not in it.</summary>
    public static TimeSpan Of(int process) => TimeSpan.FromMicroseconds(
        Directory.EnumerateDirectories($"/proc/{process}/task").Sum(t => long.Parse(File.ReadAllText($"{t}/schedstat").Split(' ')[0])) / 1000.0);
}
