using Metrics.RrdStore.Storage;
using Microsoft.Win32.SafeHandles;

namespace Metrics.RrdStore.Tests.Faults;

/// <summary>An open file of a <see cref="TestDisk"/>.</summary>
internal sealed class TestFile(TestDisk disk, string path, FileMode mode, FileAccess access, TestFileState state) : IDiskFile
{
    private readonly SafeFileHandle handle = File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete);

    /// <inheritdoc/>
    public long Length => RandomAccess.GetLength(handle);

    /// <inheritdoc/>
    public int Read(Span<byte> destination, long offset)
    {
        disk.Do(DiskOperation.Read, path, () => 0);
        return RandomAccess.Read(handle, destination, offset);
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        var copy = bytes.ToArray();
        disk.Do(DiskOperation.Write, path, () =>
        {
            state.Remember(handle, offset, offset + copy.Length);
            RandomAccess.Write(handle, copy, offset);
            return 0;
        });
    }

    /// <inheritdoc/>
    public void SetLength(long length) => disk.Do(DiskOperation.SetLength, path, () =>
    {
        state.Remember(handle, length, RandomAccess.GetLength(handle));
        RandomAccess.SetLength(handle, length);
        return 0;
    });

    /// <inheritdoc/>
    public void Sync() => disk.Do(DiskOperation.Sync, path, () =>
    {
        state.Synced();
        return 0;
        // As Linux does it: what could not be written is gone, and the next sync finds nothing to complain about.
    }, state.DropUnsynced);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
