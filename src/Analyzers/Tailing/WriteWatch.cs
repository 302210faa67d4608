using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Metrics.Analyzers.Tailing;

/// <summary>Hears of writes to open files, so that nobody has to look at each of them again and again: inotify(7). Not for several threads.</summary>
/// <remarks>It watches the file, not its name, so that a renamed one is heard of as long as somebody writes to it. What it cannot watch (a network file system, whose
/// other machines nobody hears of; more files than <c>fs.inotify.max_user_watches</c>) is looked at as without it.</remarks>
internal sealed partial class WriteWatch : IDisposable
{
    // sys/inotify.h, poll.h
    private const int NonBlocking = 0x800, CloseOnExec = 0x8_0000, Readable = 1;
    private const uint Modified = 0x2, Overflown = 0x4000;
    private const int EventBytes = 16;

    /// <summary>Pieces of the kernel's queue, which holds 16,384 events, that are taken at once.</summary>
    private const int MostPieces = 64;

    /// <summary>The least time between two ends of <see cref="Wait"/>: a log that grows by thousands of lines a second is not read line by line.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(20);

    /// <summary>File systems that others write to as well: linux/magic.h.</summary>
    private static readonly long[] Shared = [0x6969, 0x517B, 0xFE53_4D42, 0xFF53_4D42, 0x6573_5546, 0x0102_1997, 0x00C3_6400, 0x5346_414F];

    private readonly SafeFileHandle queue;
    private readonly TimeProvider time;
    private readonly Dictionary<int, WatchedFile> files = [];
    private readonly byte[] buffer = new byte[256 * EventBytes];
    private long waited;

    /// <summary>Hears of nothing yet.</summary>
    public WriteWatch(TimeProvider time) => (queue, this.time) = (new SafeFileHandle(InotifyInit(NonBlocking | CloseOnExec), ownsHandle: true), time);

    /// <summary>Begins to hear of a file.</summary>
    /// <returns>Null when that cannot be.</returns>
    public WatchedFile? Add(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[256];
        if (queue.IsInvalid || FileSystemStatus(file, ref MemoryMarshal.GetReference(status)) != 0 || Shared.Contains(MemoryMarshal.Read<nint>(status)))
            return null;
        var id = InotifyAddWatch(queue, $"/proc/self/fd/{file.DangerousGetHandle()}", Modified);
        if (id < 0)
            return null;
        // Of one file there is one watch, however many follow it.
        if (!files.TryGetValue(id, out var watched))
            files[id] = watched = new WatchedFile(id);
        watched.Users++;
        return watched;
    }

    /// <summary>Hears of a file no more, once nobody follows it.</summary>
    public void Remove(WatchedFile watched)
    {
        if (--watched.Users > 0 || !files.Remove(watched.Id) || queue.IsClosed)
            return;
        // Of a file that is gone the kernel has ended it.
        _ = InotifyRemoveWatch(queue, watched.Id);
    }

    /// <summary>Waits for a write, but no longer than a time.</summary>
    public void Wait(TimeSpan most)
    {
        var poll = new Poll { File = queue.IsInvalid ? -1 : (int)queue.DangerousGetHandle(), Events = Readable };
        _ = PollFiles(ref poll, 1, (int)most.TotalMilliseconds);
        if (time.GetElapsedTime(waited) is var since && since < Least)
            Thread.Sleep(Least - since);
        waited = time.GetTimestamp();
    }

    /// <summary>Takes what was heard.</summary>
    public void Take()
    {
        if (queue.IsInvalid)
            return;
        for (var piece = 0; piece < MostPieces; piece++)
        {
            var bytes = (int)ReadEvents(queue, ref buffer[0], (nuint)buffer.Length);
            if (bytes <= 0)
                return;
            for (var at = 0; at + EventBytes <= bytes;)
            {
                var (id, mask, nameBytes) = (BitConverter.ToInt32(buffer, at), BitConverter.ToUInt32(buffer, at + 4), BitConverter.ToInt32(buffer, at + 12));
                at += EventBytes + nameBytes;
                if ((mask & Overflown) != 0)
                    foreach (var file in files.Values)
                        file.Writes++;
                else if (files.TryGetValue(id, out var file))
                    file.Writes++;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => queue.Dispose();

    [LibraryImport("libc", EntryPoint = "inotify_init1")]
    private static partial int InotifyInit(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int InotifyAddWatch(SafeFileHandle queue, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch")]
    private static partial int InotifyRemoveWatch(SafeFileHandle queue, int id);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint ReadEvents(SafeFileHandle queue, ref byte buffer, nuint bytes);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int PollFiles(ref Poll files, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "fstatfs")]
    private static partial int FileSystemStatus(SafeFileHandle file, ref byte status);

    private struct Poll
    {
        public int File;
        public short Events;
        public short Occurred;
    }
}
