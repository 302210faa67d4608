using Metrics.RrdStore.Storage;

namespace Metrics.RrdStore;

public sealed partial class RoundRobinStore
{
    /// <summary>Counts what is there, by the heads of chunks and blocks; no checksum is looked at. Readings are taken meanwhile.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public StoreStatistics Measure()
    {
        lock (maintenance)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            var inspector = new Inspector(_ => null, IsKept);
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

    /// <summary>Reads every file, checks every checksum and counts what is there. Readings are taken meanwhile.</summary>
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
            var inspector = new Inspector(series => Info(series)?.Name, IsKept);
            foreach (var rowClass in storage.Classes)
                inspector.Inspect(rowClass, care);
            inspector.Damages.AddRange(DamagesOfCatalogAndLog());
            // What chunks leave behind is not read.
            care.Complete();
            return Statistics(inspector);
        }
    }

    /// <summary>Mends a catalogue that makes <see cref="Open"/> refuse a store: the file is copied to the directory <c>damaged</c> and written anew
    /// with the records that are whole.</summary>
    /// <returns>What is lost, with the series concerned as far as it can be told.</returns>
    /// <exception cref="StoreInUseException">Another process has the store open.</exception>
    /// <exception cref="StoreFormatException">No definition in it is whole, or it is of a newer version; nothing has changed.</exception>
    /// <exception cref="IOException">The disk refuses; the catalogue is as it was.</exception>
    public static IReadOnlyList<StoreDamage> RepairCatalog(string directory)
    {
        directory = Path.GetFullPath(directory);
        using var directoryLock = StoreLock.Take(directory);
        return Catalog.Mend(new Disk(), directory, Path.Combine(directory, "damaged"));
    }

    /// <summary>Sets damaged blocks aside and keeps the rest: each damaged row file is copied to the directory <c>damaged</c> and written
    /// anew without them. Their rows are unknown from then on. Of a damaged log the files are copied there, and the state of all series is logged
    /// anew, so that nothing needs them.</summary>
    /// <param name="progress">Is told how far the search for damage is; the damaged files come after it.</param>
    /// <param name="cancellation">Ends it between two files; those that are done stay done.</param>
    /// <returns>What was damaged, besides what <see cref="StoreHealth.Recovery"/> tells.</returns>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<StoreDamage> Repair(IProgress<StoreProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckWritable();
        lock (maintenance)
        {
            var damages = Check(progress, cancellation).Damages;
            var aside = Path.Combine(Directory, "damaged");
            RelogPast(damages, aside);
            // What is damaged in the catalogue since it was opened cannot be mended here; it is told.
            var damaged = damages.Select(d => d.Path).ToHashSet();
            foreach (var (_, file) in storage.Files.Where(f => f.File.IsDamaged || damaged.Contains(f.File.Path)).ToList())
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new StoreProgress(RowBytes(), RowBytes()));
                storage.Salvage(file.Path, aside, (rowClass, series, function) => AveragedSteps(rowClass, series, function));
            }
            return damages;
        }
    }

    // What is damaged is in memory as it should be, or was lost when the store was opened. Of a file that the opening has copied that copy is the one.
    private void RelogPast(IReadOnlyList<StoreDamage> damages, string aside)
    {
        var paths = damages.Select(d => d.Path).Where(path => Path.GetDirectoryName(path) == Path.Combine(Directory, "log")).Distinct().ToList();
        if (paths.Count == 0)
            return;
        System.IO.Directory.CreateDirectory(aside);
        foreach (var path in paths)
            if (Path.Combine(aside, Path.GetFileName(path)) is var copy && !File.Exists(copy))
                File.Copy(path, copy);
        log.Leave(paths);
        // States that are taken before there is another file ask for the last one; those after them do not.
        for (var i = 0; i < 2; i++)
        {
            lock (writer)
                foreach (var shard in shards)
                    TakeSnapshot(shard);
            Maintain();
        }
        lock (writer)
            foreach (var shard in shards)
                shard.CloseWindow();
        Maintain();
    }

    /// <summary>Copies the store to another directory, as it is at one moment, while it runs. What was appended before is in the copy.</summary>
    /// <param name="directory">The directory; made where there is none, and empty.</param>
    /// <param name="progress">Is told how far it is, by the calling thread.</param>
    /// <param name="cancellation">Ends it; what was copied until then is removed.</param>
    /// <exception cref="IOException">It has files already, or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Backup(string directory, IProgress<StoreProgress>? progress = null, CancellationToken cancellation = default)
    {
        var copy = new StoreCopy(Directory, Path.GetFullPath(directory));
        try
        {
            copy.Begin();
            // Row files change under the maintenance only, and so do beginnings of catalogue and log: of these the moment is where they end.
            lock (maintenance)
            {
                ObjectDisposedException.ThrowIf(isDisposed, this);
                SyncCatalogAndLog();
                List<(string Path, long End)> files;
                lock (writer)
                {
                    SyncCatalogAndLog();
                    files = [(Path.Combine(Directory, Catalog.Name), catalog.Length), .. log.Extents()];
                }
                if (catalog.Verify() is { } damage)
                    throw new StoreFormatException(damage.Path, damage.Offset, $"{damage.Problem} It is not copied.");
                files.AddRange(storage.Files.Select(f => (f.File.Path, f.File.Length)));
                var care = new CareProgress(files.Sum(file => file.End), progress, cancellation);
                foreach (var (path, end) in files)
                    copy.Add(path, end, care);
                copy.Sync();
                care.Complete();
            }
        }
        catch
        {
            copy.TakeBack();
            throw;
        }
    }

    // Of what is durable: the rest is on its way.
    private List<StoreDamage> DamagesOfCatalogAndLog()
    {
        lock (syncing)
            return catalog.Verify() is { } damage ? [damage, .. log.Verify()] : log.Verify();
    }

    private long RowBytes() => storage.Files.Sum(f => f.File.Length);

    private StoreStatistics Statistics(Inspector inspector)
    {
        int series;
        lock (naming)
            series = byName.Count;
        return new StoreStatistics(
            series, inspector.Values, inspector.Blocks, inspector.Chunks, RowBytes(), storage.Files.Sum(f => f.File.Garbage),
            log.SegmentCount, (long)log.SegmentCount * options.LogSegmentBytes, Health.LastSync, inspector.Damages)
        {
            CompressedValues = inspector.CompressedValues,
            CompressedBytes = inspector.CompressedBytes,
            LeftBytes = inspector.LeftBytes,
            SetAsideBytes = BytesOf("orphans") + BytesOf("damaged"),
        };
    }

    // Whether a series that is there has such rows.
    private bool IsKept(RowClass rowClass, BlockIdentity block) =>
        Copy(block.Series).Layout is { } layout && Array.Exists(layout.Columns, column => column.Class == rowClass && (int)column.Function == block.Function);

    private long BytesOf(string name) => new DirectoryInfo(Path.Combine(Directory, name)) is { Exists: true } found
        ? found.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
        : 0;
}
