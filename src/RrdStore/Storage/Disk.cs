namespace Metrics.RrdStore.Storage;

/// <summary>The file system of the machine.</summary>
internal sealed class Disk : IDisk
{
    /// <inheritdoc/>
    public IDiskFile Open(string path, bool create) => Open(path, create ? FileMode.OpenOrCreate : FileMode.Open, FileAccess.ReadWrite);

    /// <inheritdoc/>
    public IDiskFile OpenRead(string path) => Open(path, FileMode.Open, FileAccess.Read);

    /// <inheritdoc/>
    public void Rename(string from, string to) => Try(() => File.Move(from, to, overwrite: true));

    /// <inheritdoc/>
    public void Delete(string path) => Try(() => File.Delete(path));

    /// <inheritdoc/>
    public void CreateDirectory(string path) => Try(() => Directory.CreateDirectory(path));

    /// <inheritdoc/>
    public void DeleteDirectory(string path) => Try(() => Directory.Delete(path, recursive: true));

    /// <inheritdoc/>
    public void SyncDirectory(string path) => Posix.SyncDirectory(path);

    private static DiskFile Open(string path, FileMode mode, FileAccess access)
    {
        try
        {
            return new DiskFile(path, File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
