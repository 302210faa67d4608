using Metrics.RrdStore.Storage;

namespace Metrics.RrdStore;

public sealed partial class RoundRobinStore
{
    private const int CopyBytes = 1 << 20;

    /// <summary>Counts what is there, by the heads of chunks and blocks; no checksum is looked at. Readings are taken meanwhile.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public StoreStatistics Measure()
    {
        lock (maintenance)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            var inspector = new Inspector(_ => null);
            foreach (var rowClass in storage.Classes)
                inspector.Count(rowClass);
            return Statistics(inspector);
        }
    }

    /// <summary>Bytes that the catalogue takes at most with the series that there are, while it is written anew too.</summary>
    public long MostCatalogBytes
    {
        get
        {
            lock (writer)
                return Catalog.MostOnDisk(catalog.LiveBytes, options.CatalogGarbageBytes);
        }
    }

    /// <summary>Reads every row file, checks every checksum and counts what is there. Readings are taken meanwhile.</summary>
    /// <param name="progress">Is told how far it is, chunk by chunk, by the calling thread.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public StoreStatistics Check(IProgress<StoreProgress>? progress = null, CancellationToken cancellation = default)
    {
        lock (maintenance)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            var care = new CareProgress(RowBytes(), progress, cancellation);
            var inspector = new Inspector(series => Info(series)?.Name);
            foreach (var rowClass in storage.Classes)
                inspector.Inspect(rowClass, care);
            // What chunks leave behind is not read.
            care.Complete();
            return Statistics(inspector);
        }
    }

    /// <summary>Sets damaged blocks aside and keeps the rest: each damaged row file is copied to the directory <c>damaged</c> and written
    /// anew without them. Their rows are unknown from then on.</summary>
    /// <param name="progress">Is told how far the search for damage is; the damaged files come after it.</param>
    /// <param name="cancellation">Ends it between two files; those that are done stay done.</param>
    /// <returns>What was damaged.</returns>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<StoreDamage> Repair(IProgress<StoreProgress>? progress = null, CancellationToken cancellation = default)
    {
        lock (maintenance)
        {
            var damages = Check(progress, cancellation).Damages;
            var aside = Path.Combine(Directory, "damaged");
            foreach (var path in damages.Select(d => d.Path).Distinct())
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new StoreProgress(RowBytes(), RowBytes()));
                storage.Salvage(path, aside, (rowClass, series, function) => AveragedSteps(rowClass, series, function));
            }
            return damages;
        }
    }

    /// <summary>Copies the store to another directory, as it is at one moment, while it runs. What was appended before is in the copy.</summary>
    /// <param name="directory">The directory; made where there is none, and empty.</param>
    /// <param name="progress">Is told how far it is, by the calling thread.</param>
    /// <param name="cancellation">Ends it; what was copied until then is removed.</param>
    /// <exception cref="IOException">It has files already, or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Backup(string directory, IProgress<StoreProgress>? progress = null, CancellationToken cancellation = default)
    {
        System.IO.Directory.CreateDirectory(directory);
        if (System.IO.Directory.EnumerateFileSystemEntries(directory).Any())
            throw new IOException($"The backup directory {directory} is not empty.");
        try
        {
            // Row files change under the maintenance only; the log and the catalogue are small and copied between two batches.
            lock (maintenance)
            {
                ObjectDisposedException.ThrowIf(isDisposed, this);
                var care = new CareProgress(RowBytes() + (long)log.SegmentCount * options.LogSegmentBytes, progress, cancellation);
                SyncCatalogAndLog();
                lock (writer)
                {
                    lock (syncing)
                    {
                        SyncCatalogAndLog();
                        CopyFile("catalog", directory, new CareProgress(0, null, cancellation));
                        foreach (var path in System.IO.Directory.GetFiles(Path.Combine(Directory, "log"), "*.log"))
                            CopyFile(Path.GetRelativePath(Directory, path), directory, new CareProgress(0, null, cancellation));
                    }
                }
                care.Add((long)log.SegmentCount * options.LogSegmentBytes);
                foreach (var (_, file) in storage.Files)
                    CopyFile(Path.GetRelativePath(Directory, file.Path), directory, care);
                care.Complete();
            }
        }
        catch
        {
            // Half a copy is none.
            foreach (var path in System.IO.Directory.GetDirectories(directory))
                System.IO.Directory.Delete(path, recursive: true);
            foreach (var path in System.IO.Directory.GetFiles(directory))
                File.Delete(path);
            throw;
        }
    }

    private long RowBytes() => storage.Files.Sum(f => f.File.Length);

    private StoreStatistics Statistics(Inspector inspector)
    {
        int series;
        lock (naming)
            series = byName.Count;
        return new StoreStatistics(
            series, inspector.Values, inspector.Blocks, inspector.Chunks, RowBytes(), storage.Files.Sum(f => f.File.Garbage),
            log.SegmentCount, (long)log.SegmentCount * options.LogSegmentBytes, Health.LastSync, inspector.Damages);
    }

    private void CopyFile(string name, string directory, CareProgress care)
    {
        var target = Path.Combine(directory, name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var source = new FileStream(Path.Combine(Directory, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new FileStream(target, FileMode.CreateNew);
        var buffer = new byte[CopyBytes];
        while (source.Read(buffer) is var count and > 0)
        {
            copy.Write(buffer.AsSpan(0, count));
            care.Add(count);
        }
        copy.Flush(flushToDisk: true);
    }
}
