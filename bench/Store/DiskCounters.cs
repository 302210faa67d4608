using System.Globalization;

namespace Metrics.Bench.Store;

/// <summary>Bytes written, as the kernel counts them.</summary>
internal static class DiskCounters
{
    private const int SectorBytes = 512;

    /// <summary>By this process: write_bytes less cancelled_write_bytes of /proc/self/io, proc_pid_io(5). Pages that it made dirty.</summary>
    public static long ProcessBytes()
    {
        var counters = File.ReadLines("/proc/self/io").Select(l => l.Split(": ")).ToDictionary(p => p[0], p => long.Parse(p[1], CultureInfo.InvariantCulture));
        return counters["write_bytes"] - counters["cancelled_write_bytes"];
    }

    /// <summary>By the block device that a directory is on: sectors written of /proc/diskstats, after a sync. NaN when the directory is on none.</summary>
    public static double DeviceBytes(string directory)
    {
        var mount = File.ReadLines("/proc/self/mountinfo").Select(l => l.Split(' '))
            .Where(f => directory == f[4] || directory.StartsWith(f[4].TrimEnd('/') + '/', StringComparison.Ordinal))
            .MaxBy(f => f[4].Length)!;
        var number = mount[2].Split(':');
        foreach (var line in File.ReadLines("/proc/diskstats"))
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is var fields && fields[0] == number[0] && fields[1] == number[1])
                return double.Parse(fields[9], CultureInfo.InvariantCulture) * SectorBytes;
        return double.NaN;
    }
}
