namespace Metrics.RrdStore.Storage;

/// <summary>A disk that is only looked at: what recovery mends in a file is in memory, and names stay as they are.</summary>
/// <param name="disk">The disk.</param>
internal sealed class ReadOnlyDisk(IDisk disk) : IDisk
{
    /// <inheritdoc/>
    public IDiskFile Open(string path, bool create) => File.Exists(path) || !create ? OpenRead(path) : new ReadOnlyFile(null);

    /// <inheritdoc/>
    public IDiskFile OpenRead(string path) => new ReadOnlyFile(disk.OpenRead(path));

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
    }

    /// <inheritdoc/>
    public void CreateDirectory(string path)
    {
    }

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
    }

    /// <inheritdoc/>
    public void SyncDirectory(string path)
    {
    }
}
