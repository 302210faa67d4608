using Metrics.Collector;
using Microsoft.Win32.SafeHandles;

namespace Metrics.Bench.Collector;

/// <summary>What no way of sampling can go below: the files that the sources read on this machine, read through open handles and not looked at, and the
/// entries of /proc and the space of the root asked for.</summary>
internal sealed class SameFiles : IDisposable
{
    private static readonly string[] Names =
        ["loadavg", "uptime", "stat", "meminfo", "diskstats", "mdstat", "net/dev", "net/snmp", "net/sockstat"];

    private readonly SafeFileHandle[] handles = [.. Names.Select(n => $"/proc/{n}").Where(File.Exists).Select(ProcFile.Open)];
    private readonly SafeFileHandle proc = Libc.Open(ref "/proc\0"u8.ToArray()[0], Libc.ReadOnly);
    private readonly byte[] root = [(byte)'/', 0];
    private readonly byte[] buffer = new byte[256 * 1024];

    /// <summary>Reads all.</summary>
    /// <returns>Bytes read.</returns>
    public int Read()
    {
        var total = 0;
        foreach (var handle in handles)
        {
            var length = 0;
            while (RandomAccess.Read(handle, buffer.AsSpan(length), length) is > 0 and var bytes)
                length += bytes;
            total += length;
        }
        Libc.Seek(proc, 0, 0);
        while (Libc.GetEntries(proc, ref buffer[0], 32 * 1024) is > 0 and var bytes)
            total += (int)bytes;
        _ = Libc.StatVfs(ref root[0], out _);
        return total;
    }

    /// <summary>Closes them.</summary>
    public void Dispose()
    {
        foreach (var handle in handles)
            handle.Dispose();
        proc.Dispose();
    }
}
