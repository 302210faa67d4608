using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;

namespace Metrics.Analyzers.Tailing;

/// <summary>One file that grows, read to its end again and again.</summary>
internal sealed class TailedFile : IDisposable
{
    private readonly string path;
    private readonly SafeFileHandle handle;
    private readonly LineBuffer lines = new();
    private ImmutableArray<byte> head = [];
    private long begin;
    private long readTo;

    private TailedFile(string path, SafeFileHandle handle, FileIdentity identity)
    {
        this.path = path;
        this.handle = handle;
        Identity = identity;
    }

    /// <summary>Which file.</summary>
    public FileIdentity Identity { get; }

    /// <summary>Times the file was emptied under the reader's eyes; what was written to it just before may have been missed.</summary>
    public long Truncations { get; private set; }

    /// <summary>Lines passed over because they were too long.</summary>
    public long TooLong => lines.TooLong;

    /// <summary>When it last had something new, on the clock of <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long Grown { get; private set; }

    /// <summary>How far whole lines have been read.</summary>
    public LogPosition Position => new(path, Identity, begin + lines.Taken, head);

    /// <summary>Opens a file.</summary>
    /// <param name="log">Path of the log.</param>
    /// <param name="path">Path of the file: that of the log, or the name it has by now.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="IOException">It cannot be read; the message is a sentence without its subject.</exception>
    public static TailedFile? Open(string log, string path, TimeProvider time)
    {
        // Looked at before it is opened: to open a pipe would wait for its other end.
        if (!FileIdentity.TryOf(path, out var seen))
            return null;
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            throw new IOException("may not be read by this user.");
        }
        try
        {
            // A link put there in between would have been followed.
            if (FileIdentity.Of(handle) != seen)
                throw new IOException("was replaced while it was opened.");
            return new TailedFile(log, handle, seen) { Grown = time.GetTimestamp() };
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Whether the file is the one of a position and still has what was read of it.</summary>
    public bool Continues(LogPosition position) =>
        position.File == Identity && RandomAccess.GetLength(handle) >= position.Offset && position.Head.AsSpan().SequenceEqual(ReadHead(position.Head.Length));

    /// <summary>Goes on where a position says.</summary>
    public void Seek(LogPosition position) => (begin, readTo, head) = (position.Offset, position.Offset, position.Head);

    /// <summary>Reads what is new, as much as fits the buffer.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="IOException">The disk does not give it.</exception>
    public bool Read(TimeProvider time)
    {
        var length = RandomAccess.GetLength(handle);
        if (length == readTo)
            return false;
        if (length < readTo || !head.AsSpan().SequenceEqual(ReadHead(head.Length)))
        {
            Truncations++;
            lines.Clear();
            (begin, readTo, head) = (0, 0, []);
        }
        var read = RandomAccess.Read(handle, lines.Free(), readTo);
        if (read <= 0)
            return false;
        lines.Filled(read);
        readTo += read;
        Grown = time.GetTimestamp();
        if (head.Length < LogPosition.MostHeadBytes)
            head = [.. ReadHead((int)Math.Min(readTo, LogPosition.MostHeadBytes))];
        return true;
    }

    /// <summary>Takes the next whole line; it lives until <see cref="Read"/> is called.</summary>
    public bool TryTake(out ReadOnlySpan<byte> line) => lines.TryTake(out line);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private byte[] ReadHead(int length)
    {
        var bytes = new byte[length];
        return length == 0 || RandomAccess.Read(handle, bytes, 0) == length ? bytes : [];
    }
}
