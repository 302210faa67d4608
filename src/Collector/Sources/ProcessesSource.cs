using System.Buffers.Binary;
using System.Text;
using Metrics.RrdStore;
using Microsoft.Win32.SafeHandles;

namespace Metrics.Collector;

/// <summary>Number of processes: the directories of /proc that are numbers, proc(5). What the load average calls processes are threads.</summary>
internal sealed class ProcessesSource(CollectorOptions options) : ISource
{
    /// <summary>Entries read at most; the largest process id is 2^22.</summary>
    private const int MaximumEntries = 1 << 22;

    // struct linux_dirent64, getdents64(2).
    private const int LengthOffset = 16;
    private const int NameOffset = 19;

    private readonly byte[] path = [.. Encoding.UTF8.GetBytes(options.ProcRoot), 0];
    private readonly byte[] entries = new byte[32 * 1024];
    private SafeFileHandle? directory;
    private SeriesId? total;

    public string Name => "processes";

    public void Discover(SeriesCatalog catalog) => total = catalog.Define("proc.total", Types.Gauge, "1", "Processes");

    public void Read(ReadingBatch readings)
    {
        if (total is not { } series)
            return;
        var count = Count();
        if (double.IsNaN(count))
        {
            readings.Faults.Add(options.ProcRoot, Libc.LastProblem());
            Dispose();
        }
        readings.Add(series, count);
    }

    public void Dispose()
    {
        directory?.Dispose();
        directory = null;
    }

    private double Count()
    {
        directory ??= Libc.Open(ref path[0], Libc.ReadOnly);
        if (directory.IsInvalid || Libc.Seek(directory, 0, 0) != 0)
            return double.NaN;
        var (processes, seen) = (0, 0);
        while (seen < MaximumEntries)
        {
            var bytes = (int)Libc.GetEntries(directory, ref entries[0], (nuint)entries.Length);
            if (bytes < 0)
                return double.NaN;
            if (bytes == 0)
                return processes;
            for (var at = 0; at < bytes; at += BinaryPrimitives.ReadUInt16LittleEndian(entries.AsSpan(at + LengthOffset)), seen++)
                if (entries[at + NameOffset] is >= (byte)'1' and <= (byte)'9')
                    processes++;
        }
        return processes;
    }
}
