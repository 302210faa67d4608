using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;

namespace Metrics.Analyzers.Tailing;

/// <summary>One file that grows, read to its end again and again.</summary>
internal sealed class TailedFile : ILogFile
{
    private readonly string path;
    private readonly SafeFileHandle handle;
    private readonly LineBuffer lines = new();
    private ImmutableArray<byte> head = [];
    private long begin;
    private long readTo;
    private WriteWatch? writes;
    private WatchedFile? watched;
    private long writesSeen = -1;

    private TailedFile(string path, SafeFileHandle handle, FileIdentity identity, long written)
    {
        this.path = path;
        this.handle = handle;
        (Identity, Written) = (identity, written);
    }

    /// <inheritdoc/>
    public FileIdentity Identity { get; }

    /// <inheritdoc/>
    public long Written { get; }

    /// <inheritdoc/>
    public bool Ended => false;

    /// <inheritdoc/>
    public bool AtEnd { get; private set; }

    /// <inheritdoc/>
    public bool IsQuiet => watched?.Writes == writesSeen;

    /// <inheritdoc/>
    public long Truncations { get; private set; }

    /// <inheritdoc/>
    public long TooLong => lines.TooLong;

    /// <inheritdoc/>
    public long Grown { get; private set; }

    /// <inheritdoc/>
    public LogPosition Position => new(path, Identity, begin + lines.Taken, head);

    /// <summary>Opens a file.</summary>
    /// <param name="log">Path of the log.</param>
    /// <param name="trusted">The directory up to which links are followed, see <see cref="RegularFile.Open"/>.</param>
    /// <param name="path">Path of the file: that of the log, or the name it has by now.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="IOException">It cannot be read; the message is a sentence without its subject.</exception>
    public static TailedFile? Open(string log, string trusted, string path, TimeProvider time)
    {
        // Says what it is where it is no file.
        if (!FileIdentity.TryOf(path, out var seen, out var written) || RegularFile.Open(trusted, path) is not { } handle)
            return null;
        try
        {
            if (FileIdentity.Of(handle) != seen)
                throw new IOException("was replaced while it was opened.");
            return new TailedFile(log, handle, seen, written) { Grown = time.GetTimestamp() };
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Begin()
    {
        var bytes = new byte[LogPosition.MostHeadBytes];
        return bytes.AsSpan(0, RandomAccess.Read(handle, bytes, 0));
    }

    /// <inheritdoc/>
    public bool Has(LogPosition position) =>
        RandomAccess.GetLength(handle) >= position.Offset && position.Head.AsSpan().SequenceEqual(ReadHead(position.Head.Length));

    /// <inheritdoc/>
    public void Rename(TimeProvider time) => Grown = time.GetTimestamp();

    /// <inheritdoc/>
    public void Seek(LogPosition position)
    {
        (begin, readTo, head) = (position.Offset, position.Offset, position.Head);
        var before = new byte[1];
        if (begin > 0 && RandomAccess.Read(handle, before, begin - 1) == 1 && before[0] != '\n')
            lines.PassRest();
    }

    /// <inheritdoc/>
    public void Watch(WriteWatch writes) => (this.writes, watched) = (writes, writes.Add(handle));

    /// <inheritdoc/>
    public int Read(TimeProvider time)
    {
        var length = RandomAccess.GetLength(handle);
        AtEnd = length == readTo;
        if (AtEnd)
        {
            writesSeen = watched?.Writes ?? -1;
            return 0;
        }
        if (length < readTo || !head.AsSpan().SequenceEqual(ReadHead(head.Length)))
        {
            Truncations++;
            lines.Clear();
            (begin, readTo, head) = (0, 0, []);
        }
        var read = RandomAccess.Read(handle, lines.Free(), readTo);
        if (read <= 0)
            return 0;
        lines.Filled(read);
        readTo += read;
        Grown = time.GetTimestamp();
        if (head.Length < LogPosition.MostHeadBytes)
            head = [.. ReadHead((int)Math.Min(readTo, LogPosition.MostHeadBytes))];
        return read;
    }

    /// <inheritdoc/>
    public bool TryTake(out ReadOnlySpan<byte> line) => lines.TryTake(out line);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (watched is not null)
            writes!.Remove(watched);
        watched = null;
        handle.Dispose();
    }

    private byte[] ReadHead(int length)
    {
        var bytes = new byte[length];
        return length == 0 || RandomAccess.Read(handle, bytes, 0) == length ? bytes : [];
    }
}
