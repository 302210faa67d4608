namespace Metrics.Analyzers.Tailing;

/// <summary>A stream whose next bytes can be looked at before they are read; works on pipes too.</summary>
internal sealed class PeekStream(Stream inner) : Stream
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private int begin;
    private int end;
    private long taken;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <summary>Bytes read.</summary>
    public override long Position
    {
        get => taken;
        set => throw new NotSupportedException();
    }

    /// <summary>The next bytes, fewer only at the end.</summary>
    /// <param name="bytes">How many, at most 64 KiB.</param>
    public ReadOnlySpan<byte> Peek(int bytes)
    {
        if (end - begin < bytes)
        {
            buffer.AsSpan(begin, end - begin).CopyTo(buffer);
            (begin, end) = (0, end - begin);
            for (int read; end < bytes && (read = inner.Read(buffer.AsSpan(end))) > 0;)
                end += read;
        }
        return buffer.AsSpan(begin, Math.Min(bytes, end - begin));
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> destination)
    {
        int read;
        if (begin == end && destination.Length >= buffer.Length)
            read = inner.Read(destination);
        else
        {
            if (begin == end)
                (begin, end) = (0, inner.Read(buffer));
            read = Math.Min(destination.Length, end - begin);
            buffer.AsSpan(begin, read).CopyTo(destination);
            begin += read;
        }
        taken += read;
        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] destination, int offset, int count) => Read(destination.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] from, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
