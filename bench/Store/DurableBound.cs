using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Metrics.Bench.Store;

/// <summary>What the device takes to make a batch durable, whoever asks: three ways of writing the same bytes, in turn.</summary>
internal sealed partial class DurableBound : IDisposable
{
    private const int FileBytes = 4 << 20;
    private const int PageBytes = 4096;
    private const int WriteOnly = 1, CloseOnExec = 0x80000, DataSync = 0x1000;

    private readonly string directory;
    private readonly SafeFileHandle growing, written, direct;
    private readonly unsafe byte* bytes;
    private readonly int length;
    private long at;

    /// <summary>Makes the files.</summary>
    /// <param name="directory">Where the store is.</param>
    /// <param name="length">Bytes of a batch.</param>
    public unsafe DurableBound(string directory, int length)
    {
        this.directory = directory;
        this.length = length;
        bytes = (byte*)NativeMemory.AlignedAlloc((nuint)Pages, PageBytes);
        Random.Shared.NextBytes(new Span<byte>(bytes, Pages));
        growing = File.OpenHandle(PathOf("growing"), FileMode.Create, FileAccess.Write);
        written = Full("written");
        Full("direct").Dispose();
        // O_DIRECT, whose number differs between processors.
        var directFlag = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x10000 : 0x4000;
        direct = new SafeFileHandle(open(PathOf("direct"), WriteOnly | CloseOnExec | DataSync | directFlag), ownsHandle: true);
    }

    /// <summary>Microseconds of write(2) and fdatasync(2) at the end of a file that grows.</summary>
    public List<double> Growing { get; } = [];

    /// <summary>Of the same over old bytes of a file, which needs no change of metadata: as the log of the store does it.</summary>
    public List<double> Written { get; } = [];

    /// <summary>Of one write(2) of whole pages over old bytes, past the cache of the kernel: O_DIRECT and O_DSYNC. None where the
    /// file system does not take it.</summary>
    public List<double> Direct { get; } = [];

    private int Pages => (length + PageBytes - 1) / PageBytes * PageBytes;

    /// <summary>Writes once in each way.</summary>
    public void Take()
    {
        var place = at % (FileBytes / Pages) * Pages;
        Growing.Add(Time(growing, length, at * length, sync: true));
        Written.Add(Time(written, length, place, sync: true));
        if (!direct.IsInvalid)
            Direct.Add(Time(direct, Pages, place, sync: false));
        at++;
    }

    /// <summary>Removes the files.</summary>
    public unsafe void Dispose()
    {
        foreach (var file in (SafeFileHandle[])[growing, written, direct])
            file.Dispose();
        foreach (var name in (string[])["growing", "written", "direct"])
            File.Delete(PathOf(name));
        NativeMemory.AlignedFree(bytes);
    }

    private string PathOf(string name) => Path.Combine(directory, $"bound-{name}");

    private SafeFileHandle Full(string name)
    {
        var file = File.OpenHandle(PathOf(name), FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, new byte[FileBytes], 0);
        RandomAccess.FlushToDisk(file);
        return file;
    }

    private unsafe double Time(SafeFileHandle file, int count, long offset, bool sync)
    {
        var start = Stopwatch.GetTimestamp();
        if (pwrite(file, bytes, count, offset) != count || sync && fdatasync(file) != 0)
            throw new IOException("The device refuses the bytes of a batch.", Marshal.GetLastPInvokeError());
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial nint pwrite(SafeFileHandle file, byte* bytes, nint count, long offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(SafeFileHandle file);
}
