using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;

namespace Metrics.Analyzers.Tailing;

/// <summary>A rotated file that was compressed before it had been read to its end. Positions are those of its content.</summary>
internal sealed class PackedFile : ILogFile
{
    private readonly string log;
    private readonly SafeFileHandle handle;
    private readonly LineBuffer lines = new();
    private Unpacked? content;
    private ImmutableArray<byte> head = [];
    private long begin;
    private long unpacked;

    private PackedFile(string log, SafeFileHandle handle, long written, long now)
    {
        (this.log, this.handle, Written, Grown) = (log, handle, written, now);
        Identity = FileIdentity.Of(handle);
    }

    /// <inheritdoc/>
    public FileIdentity Identity { get; }

    /// <inheritdoc/>
    public long Written { get; }

    /// <inheritdoc/>
    public LogPosition Position => new(log, Identity, begin + lines.Taken, head);

    /// <inheritdoc/>
    public long Grown { get; private set; }

    /// <inheritdoc/>
    public bool AtEnd { get; private set; }

    /// <inheritdoc/>
    public bool Ended => AtEnd;

    /// <inheritdoc/>
    public bool IsQuiet => false;

    /// <inheritdoc/>
    public long Truncations => 0;

    /// <inheritdoc/>
    public long TooLong => lines.TooLong;

    /// <summary>Opens a file; see <see cref="TailedFile.Open"/>.</summary>
    /// <exception cref="IOException">It cannot be read; the message is a sentence without its subject.</exception>
    public static PackedFile? Open(string log, string trusted, string path, TimeProvider time) =>
        FileIdentity.TryOf(path, out _, out var written) && RegularFile.Open(trusted, path) is { } handle ? new PackedFile(log, handle, written, time.GetTimestamp()) : null;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Begin()
    {
        var bytes = new byte[LogPosition.MostHeadBytes];
        using var look = Content();
        return bytes.AsSpan(0, look.Fill(bytes));
    }

    /// <inheritdoc/>
    public bool Has(LogPosition position)
    {
        try
        {
            // Whether it is long enough is seen when it is read up to there.
            return Begin().StartsWith(position.Head.AsSpan());
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Watch(WriteWatch writes)
    {
        // Nobody writes to it.
    }

    /// <inheritdoc/>
    public void Rename(TimeProvider time)
    {
        // Nobody writes to it.
    }

    /// <inheritdoc/>
    public void Seek(LogPosition position) => (begin, head) = (position.Offset, position.Head);

    /// <inheritdoc/>
    public int Read(TimeProvider time)
    {
        if (AtEnd)
            return 0;
        try
        {
            content ??= Content();
            var free = lines.Free();
            var passed = begin - unpacked;
            var read = content.Read(passed > 0 ? free[..(int)Math.Min(passed, free.Length)] : free);
            AtEnd = read == 0;
            if (AtEnd && passed > 0)
                throw new IOException($"has only {unpacked} bytes, where {begin} had been read.");
            if (passed <= 0)
            {
                // The head may have a half line that was left: what is read of it again does not lengthen it.
                if (unpacked <= head.Length && unpacked + read > head.Length)
                    head = [.. head, .. free[(int)(head.Length - unpacked)..(int)Math.Min(read, LogPosition.MostHeadBytes - unpacked)]];
                lines.Filled(read);
            }
            else if (read == passed && free[read - 1] != '\n')
                lines.PassRest();
            unpacked += read;
            Grown = time.GetTimestamp();
            return read;
        }
        catch (IOException)
        {
            AtEnd = true;
            throw;
        }
    }

    /// <inheritdoc/>
    public bool TryTake(out ReadOnlySpan<byte> line) => lines.TryTake(out line);

    /// <inheritdoc/>
    public void Dispose()
    {
        content?.Dispose();
        handle.Dispose();
    }

    // Each from the begin of the file, whatever was read of it before.
    private Unpacked Content() => new(new HandleStream(handle));

    private sealed class HandleStream(SafeFileHandle file) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => RandomAccess.GetLength(file);

        public override long Position { get; set; }

        public override int Read(Span<byte> destination)
        {
            var read = RandomAccess.Read(file, destination, Position);
            Position += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
