using Microsoft.Win32.SafeHandles;

namespace Metrics.RrdStore.Storage;

/// <summary>A file of the machine.</summary>
/// <param name="path">Where it was when it was opened.</param>
/// <param name="handle">The open file.</param>
internal sealed class DiskFile(string path, SafeFileHandle handle) : IDiskFile
{
    /// <inheritdoc/>
    public long Length => RandomAccess.GetLength(handle);

    /// <inheritdoc/>
    public int Read(Span<byte> destination, long offset) => RandomAccess.Read(handle, destination, offset);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

    /// <inheritdoc/>
    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    /// <inheritdoc/>
    public void Sync() => Posix.SyncData(handle, path);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
