using Metrics.RrdStore.Storage;

namespace Metrics.RrdStore;

public sealed partial class RoundRobinStore
{
    /// <summary>Reads every row file, checks every checksum and counts what is there. Readings are taken meanwhile.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public StoreStatistics Check()
    {
        lock (maintenance)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            var inspector = new Inspector(series => Info(series)?.Name);
            foreach (var rowClass in storage.Classes)
                inspector.Inspect(rowClass);
            int series;
            lock (naming)
                series = byName.Count;
            return new StoreStatistics(
                series, inspector.Values, inspector.Blocks, inspector.Chunks,
                storage.Files.Sum(f => f.File.Length), storage.Files.Sum(f => f.File.Garbage),
                log.SegmentCount, (long)log.SegmentCount * options.LogSegmentBytes, Health.LastSync, inspector.Damages);
        }
    }

    /// <summary>Sets damaged blocks aside and keeps the rest: each damaged row file is copied to the directory <c>damaged</c> and written
    /// anew without them. Their rows are unknown from then on.</summary>
    /// <returns>What was damaged.</returns>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public IReadOnlyList<StoreDamage> Repair()
    {
        lock (maintenance)
        {
            var damages = Check().Damages;
            var aside = Path.Combine(Directory, "damaged");
            foreach (var path in damages.Select(d => d.Path).Distinct())
                storage.Salvage(path, aside, (rowClass, series, function) => AveragedSteps(rowClass, series, function));
            return damages;
        }
    }

    /// <summary>Copies the store to another directory, as it is at one moment, while it runs. What was appended before is in the copy.</summary>
    /// <param name="directory">The directory; made where there is none, and empty.</param>
    /// <exception cref="IOException">It has files already, or cannot be written.</exception>
    public void Backup(string directory)
    {
        System.IO.Directory.CreateDirectory(directory);
        if (System.IO.Directory.EnumerateFileSystemEntries(directory).Any())
            throw new IOException($"The backup directory {directory} is not empty.");
        // Row files change under the maintenance only; the log and the catalogue are small and copied between two batches.
        lock (maintenance)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            SyncCatalogAndLog();
            lock (writer)
            {
                CopyFile("catalog", directory);
                foreach (var path in System.IO.Directory.GetFiles(Path.Combine(Directory, "log"), "*.log"))
                    CopyFile(Path.GetRelativePath(Directory, path), directory);
            }
            foreach (var (_, file) in storage.Files)
                CopyFile(Path.GetRelativePath(Directory, file.Path), directory);
        }
    }

    private void CopyFile(string name, string directory)
    {
        var target = Path.Combine(directory, name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var source = new FileStream(Path.Combine(Directory, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new FileStream(target, FileMode.CreateNew);
        source.CopyTo(copy);
        copy.Flush(flushToDisk: true);
    }
}
