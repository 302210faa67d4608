namespace Metrics.RrdStore.Storage;

/// <summary>An open file of a store. Several threads may read and write at once.</summary>
internal interface IDiskFile : IDisposable
{
    /// <summary>Its length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads at a place.</summary>
    /// <returns>Bytes read; 0 at the end of the file, else possibly fewer than asked for.</returns>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    int Read(Span<byte> destination, long offset);

    /// <summary>Writes at a place, beyond the end too.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Cuts the file off, or extends it with zeros.</summary>
    void SetLength(long length);

    /// <summary>Makes what was written, and the length, durable.</summary>
    /// <exception cref="IOException">The device refuses; what was written since the last sync may be lost, even if a later sync succeeds.</exception>
    void Sync();
}
