namespace Metrics.RrdStore.Storage;

/// <summary>A file of a <see cref="ReadOnlyDisk"/>, with what was written to it since it was opened.</summary>
/// <param name="file">What is on the disk; null for a file that is not there.</param>
internal sealed class ReadOnlyFile(IDiskFile? file) : IDiskFile
{
    // The oldest first: a few marks and heads.
    private readonly List<(long Offset, byte[] Bytes)> writes = [];

    // Bytes from here on are no longer those of the disk.
    private long end = file?.Length ?? 0;

    /// <inheritdoc/>
    public long Length { get; private set; } = file?.Length ?? 0;

    /// <inheritdoc/>
    public int Read(Span<byte> destination, long offset)
    {
        destination = destination[..(int)Math.Clamp(Length - offset, 0, destination.Length)];
        var there = destination[..(int)Math.Clamp(end - offset, 0, destination.Length)];
        // The file may have become shorter than it was.
        if (!there.IsEmpty && file!.ReadFully(there, offset) is var read && read < there.Length)
            return read;
        destination[there.Length..].Clear();
        foreach (var (at, bytes) in writes)
        {
            var from = Math.Max(at, offset);
            var to = Math.Min(at + bytes.Length, offset + destination.Length);
            if (from < to)
                bytes.AsSpan((int)(from - at), (int)(to - from)).CopyTo(destination[(int)(from - offset)..]);
        }
        return destination.Length;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        writes.Add((offset, bytes.ToArray()));
        Length = Math.Max(Length, offset + bytes.Length);
    }

    /// <inheritdoc/>
    public void SetLength(long length)
    {
        end = Math.Min(end, length);
        writes.RemoveAll(write => write.Offset >= length);
        Length = length;
    }

    /// <inheritdoc/>
    public void Sync()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();
}
