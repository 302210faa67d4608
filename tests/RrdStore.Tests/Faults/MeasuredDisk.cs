using Metrics.RrdStore.Storage;

namespace Metrics.RrdStore.Tests.Faults;

/// <summary>The disk of the machine, with a count of what the files of a store take: after every call, not only when all is done.</summary>
/// <param name="directory">The store's.</param>
internal sealed class MeasuredDisk(string directory) : IDisk
{
    private readonly Disk disk = new();
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> lengths = [];
    private readonly Dictionary<string, long> most = [];

    /// <summary>Bytes that the files of one part, <c>rows</c>, <c>log</c> or <c>catalog</c>, took at most together.</summary>
    public long Most(string part)
    {
        lock (gate)
            return most.GetValueOrDefault(part);
    }

    /// <inheritdoc/>
    public IDiskFile Open(string path, bool create)
    {
        var file = disk.Open(path, create);
        Note(path, _ => file.Length);
        return new MeasuredFile(this, path, file);
    }

    /// <inheritdoc/>
    public IDiskFile OpenRead(string path) => disk.OpenRead(path);

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        disk.Rename(from, to);
        lock (gate)
            if (lengths.Remove(from, out var length))
                Note(to, _ => length);
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        disk.Delete(path);
        lock (gate)
            lengths.Remove(path);
    }

    /// <inheritdoc/>
    public void CreateDirectory(string path) => disk.CreateDirectory(path);

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        disk.DeleteDirectory(path);
        lock (gate)
            foreach (var file in lengths.Keys.Where(f => f.StartsWith(path + '/', StringComparison.Ordinal)).ToList())
                lengths.Remove(file);
    }

    /// <inheritdoc/>
    public void SyncDirectory(string path) => disk.SyncDirectory(path);

    private void Note(string path, Func<long, long> change)
    {
        lock (gate)
        {
            lengths[path] = change(lengths.GetValueOrDefault(path));
            var part = PartOf(path);
            most[part] = Math.Max(most.GetValueOrDefault(part), lengths.Where(f => PartOf(f.Key) == part).Sum(f => f.Value));
        }
    }

    // The new catalogue is beside the old one until it takes its place.
    private string PartOf(string path) => Path.GetRelativePath(directory, path).Split('/', '.')[0];

    private sealed class MeasuredFile(MeasuredDisk disk, string path, IDiskFile file) : IDiskFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> destination, long offset) => file.Read(destination, offset);

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            file.Write(bytes, offset);
            var end = offset + bytes.Length;
            disk.Note(path, length => Math.Max(length, end));
        }

        public void SetLength(long length)
        {
            file.SetLength(length);
            disk.Note(path, _ => length);
        }

        public void Sync() => file.Sync();

        public void Dispose() => file.Dispose();
    }
}
