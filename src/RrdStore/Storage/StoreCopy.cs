namespace Metrics.RrdStore.Storage;

/// <summary>A copy of files of a store in another directory, made durable, or taken back without a trace.</summary>
/// <param name="source">The directory of the store.</param>
/// <param name="target">The other directory.</param>
internal sealed class StoreCopy(string source, string target)
{
    private const int CopyBytes = 1 << 20;

    // What was made, in this order.
    private readonly List<string> directories = [];
    private readonly List<string> files = [];

    /// <summary>Makes the target where there is none.</summary>
    /// <exception cref="IOException">It has files already, or cannot be made.</exception>
    public void Begin()
    {
        MakeDirectory(target);
        if (Directory.EnumerateFileSystemEntries(target).Any())
            throw new IOException($"The backup directory {target} is not empty.");
    }

    /// <summary>Copies a file, durably but for its name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="end">Up to which byte; what follows came later.</param>
    /// <param name="care">Is told of its bytes.</param>
    /// <exception cref="IOException">It cannot be read or is shorter, is there already, or cannot be written.</exception>
    public void Add(string path, long end, CareProgress care)
    {
        var name = Path.Combine(target, Path.GetRelativePath(source, path));
        MakeDirectory(Path.GetDirectoryName(name)!);
        using var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new FileStream(name, FileMode.CreateNew);
        files.Add(name);
        var buffer = new byte[CopyBytes];
        for (var left = end; left > 0;)
        {
            var count = from.Read(buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)));
            if (count == 0)
                throw new IOException($"{path} ends {left} bytes before byte {end}.");
            copy.Write(buffer.AsSpan(0, count));
            care.Add(count);
            left -= count;
        }
        copy.Flush(flushToDisk: true);
    }

    /// <summary>Makes all names durable.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Sync()
    {
        foreach (var path in directories.Append(target).Select(d => Path.GetDirectoryName(d)!).Concat(directories).Append(target).Distinct())
            Posix.SyncDirectory(path);
    }

    /// <summary>Removes what was made, and nothing else. Half a copy is none.</summary>
    public void TakeBack()
    {
        foreach (var file in files)
            File.Delete(file);
        foreach (var path in Enumerable.Reverse(directories))
            if (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
                Directory.Delete(path);
    }

    private void MakeDirectory(string path)
    {
        if (Directory.Exists(path))
            return;
        if (Path.GetDirectoryName(path) is { } parent)
            MakeDirectory(parent);
        Directory.CreateDirectory(path);
        directories.Add(path);
    }
}
