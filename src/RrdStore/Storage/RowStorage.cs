using System.Collections.Concurrent;

namespace Metrics.RrdStore.Storage;

/// <summary>All row files of a store. Everything but <see cref="ClassOf"/> belongs to the maintenance of the store, one thread at a time.</summary>
internal sealed class RowStorage(IDisk disk, string directory) : IDisposable
{
    /// <summary>Garbage that is no reason to write a file anew that still grows.</summary>
    public const int TolerableGarbage = 1 << 16;

    private const string TemporarySuffix = ".new";

    private readonly ConcurrentDictionary<(int RowSeconds, int Rows), RowClass> classes = new();
    private readonly Dictionary<(RowClass, long), RowFile> files = [];

    // Names in them are not durable yet.
    private readonly HashSet<string> changedDirectories = [];

    // The chunk that is being copied to another file.
    private byte[] copy = [];

    /// <summary>What was found wrong when the files were opened, as sentences.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>All classes there are.</summary>
    public IEnumerable<RowClass> Classes => classes.Values;

    /// <summary>The files, with the class of each.</summary>
    public IEnumerable<(RowClass Class, RowFile File)> Files => files.Select(f => (f.Key.Item1, f.Value));

    /// <summary>The class of rows of so many seconds, of which so many are kept.</summary>
    public RowClass ClassOf(int rowSeconds, int rows) =>
        classes.GetOrAdd((rowSeconds, rows), key => new RowClass(directory, key.RowSeconds, key.Rows));

    /// <summary>Finds all chunks on disk.</summary>
    /// <param name="durableSequence">By shard, number of the last log record that its logged state contains: chunks with later rows are
    /// set aside, since replaying the log makes them again.</param>
    public void Load(Func<int, ulong> durableSequence)
    {
        var root = Path.Combine(directory, "rows");
        if (!Directory.Exists(root))
            return;
        var finder = new ChunkFinder(durableSequence, Faults);
        foreach (var path in Directory.GetDirectories(root))
        {
            if (Path.GetFileName(path).Split('x') is not [var seconds, var rows]
                || !int.TryParse(seconds, out var rowSeconds) || !int.TryParse(rows, out var rowCount) || rowSeconds < 1 || rowCount < 1)
            {
                Faults.Add($"{path}: not a directory of row files; left alone.");
                continue;
            }
            LoadClass(ClassOf(rowSeconds, rowCount), finder);
        }
    }

    /// <summary>Writes a chunk to the end of its file, not durably yet.</summary>
    /// <param name="rowClass">Its class.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <returns>Where it is.</returns>
    public (RowFile File, long Offset) Write(RowClass rowClass, Chunk chunk, ReadOnlySpan<byte> bytes)
    {
        var file = FileOf(rowClass, chunk.Header.Window);
        return (file, file.Append(bytes));
    }

    /// <summary>Makes everything that was written durable.</summary>
    /// <exception cref="IOException">The disk refuses. What was written since the last time has to be written again.</exception>
    public void Sync()
    {
        foreach (var file in files.Values)
            file.Sync();
        foreach (var path in changedDirectories.ToList())
        {
            disk.SyncDirectory(path);
            changedDirectories.Remove(path);
        }
    }

    /// <summary>Drops what is too old of a class, merges its chunks where there are enough of them, and writes files anew that have too much
    /// garbage: file by file, so that there is room needed for one of them only.</summary>
    /// <param name="rowClass">The class.</param>
    /// <param name="places">Where chunks were added; those that are done with are taken away.</param>
    /// <param name="merger">Merges.</param>
    /// <param name="averagedStepsOf">Steps that a mean of a series is made of, by class, series and function.</param>
    /// <param name="loggedSequence">By shard, number of the log record up to which its state is durable. Places with later chunks have to
    /// wait: recovery would void these, and with them what they were merged with.</param>
    /// <param name="latestSeconds">Rows that begin later are no reason to drop others.</param>
    /// <remarks>A merged chunk is written as one that is set aside, and becomes valid when its bytes are durable: a power cut in between
    /// leaves those that it was made of.</remarks>
    public void Tidy(
        RowClass rowClass, HashSet<(int Shard, uint Window)> places, ChunkMerger merger, Func<RowClass, int, int, int> averagedStepsOf,
        Func<int, ulong> loggedSequence, long latestSeconds)
    {
        Expire(rowClass, rowClass.OldestKept(latestSeconds));
        foreach (var group in places.GroupBy(p => p.Window / rowClass.WindowsPerFile).OrderBy(g => g.Key).ToList())
        {
            places.ExceptWith(Merge(rowClass, [.. group], merger, averagedStepsOf, loggedSequence));
            if (files.TryGetValue((rowClass, group.Key), out var file))
                Compact(rowClass, file);
        }
        // The end of the process may have left some.
        foreach (var (_, file) in files.Where(f => f.Key.Item1 == rowClass).ToList())
            Compact(rowClass, file);
    }

    private List<(int Shard, uint Window)> Merge(
        RowClass rowClass, (int Shard, uint Window)[] places, ChunkMerger merger, Func<RowClass, int, int, int> averagedStepsOf,
        Func<int, ulong> loggedSequence)
    {
        var merged = new List<(Chunk[] Old, Chunk Renewed)>();
        var done = new List<(int Shard, uint Window)>();
        try
        {
            foreach (var (shard, window) in places)
            {
                var chunks = InFile(rowClass.ChunksOf(shard, window));
                if (chunks.Length > 0 && chunks[^1].Header.Sequence > loggedSequence(shard))
                    continue;
                done.Add((shard, window));
                var isComplete = IsComplete(rowClass, shard, window);
                while (InFile(rowClass.ChunksOf(shard, window)) is var list && ChunkMerger.Due(list, isComplete, rowClass.FanIn) is var count and > 0)
                {
                    var old = list[^count..];
                    if (merger.Merge(rowClass, list.AsSpan(0, list.Length - count), old, isComplete && count == list.Length, (series, function) => averagedStepsOf(rowClass, series, function)) is not { } chunk)
                        break;
                    chunk.MarkDead();
                    var (file, offset) = Write(rowClass, chunk, chunk.Bytes);
                    chunk.MoveTo(file, offset);
                    rowClass.Replace(old, [chunk]);
                    file.Garbage += old.Sum(c => (long)c.Header.Length);
                    merged.Add((old, chunk));
                }
            }
            if (merged.Count > 0)
                Sync();
        }
        catch (IOException)
        {
            TakeBack(rowClass, merged);
            throw;
        }
        foreach (var (_, chunk) in merged)
            chunk.File!.MarkAlive(chunk.Offset);
        return done;
    }

    // Files all of whose rows are older than the class reaches.
    private void Expire(RowClass rowClass, long oldest)
    {
        var rowsPerFile = (long)rowClass.WindowRows * rowClass.WindowsPerFile;
        foreach (var file in files.Where(f => f.Key.Item1 == rowClass && (f.Key.Item2 + 1) * rowsPerFile <= oldest).ToList())
        {
            disk.Delete(file.Value.Path);
            foreach (var (shard, window, _) in rowClass.Lists.Where(l => l.Window / rowClass.WindowsPerFile == file.Key.Item2).ToList())
                rowClass.Remove(shard, window);
            files.Remove(file.Key);
            file.Value.Dispose();
        }
    }

    /// <summary>Lets the classes go that no series uses any more: those that series are known to have used are deleted. Others are moved to
    /// the directory <c>orphans</c>, since it may be the catalogue that is wrong.</summary>
    /// <param name="used">The classes in use.</param>
    /// <param name="former">Those that were in use before a series was deleted or got another schema.</param>
    /// <returns>What was moved, as sentences.</returns>
    /// <exception cref="IOException">The disk refuses.</exception>
    public List<string> DropUnused(HashSet<RowClass> used, HashSet<RowClass> former)
    {
        var moved = new List<string>();
        foreach (var rowClass in classes.Values.Where(c => !used.Contains(c)).ToList())
        {
            foreach (var key in files.Keys.Where(k => k.Item1 == rowClass).ToList())
            {
                files.Remove(key, out var file);
                file!.Dispose();
            }
            classes.TryRemove((rowClass.RowSeconds, rowClass.Rows), out _);
            if (!Directory.Exists(rowClass.Directory))
                continue;
            if (!former.Contains(rowClass) && Directory.EnumerateFiles(rowClass.Directory).Any())
                moved.Add($"{rowClass.Directory}: no series in the catalogue has such rows; moved to {MoveToOrphans(rowClass.Directory)}.");
            disk.DeleteDirectory(rowClass.Directory);
        }
        return moved;
    }

    // Names are durable in their new place before the old one goes.
    private string MoveToOrphans(string path)
    {
        var orphans = Path.Combine(directory, "orphans");
        var target = FreePath.Of(Path.Combine(orphans, Path.GetFileName(path)));
        disk.MakeDirectory(orphans);
        disk.MakeDirectory(target);
        foreach (var file in Directory.GetFiles(path))
            disk.Rename(file, Path.Combine(target, Path.GetFileName(file)));
        disk.SyncDirectory(target);
        return target;
    }

    private void Compact(RowClass rowClass, RowFile file)
    {
        var isDone = file.Number < rowClass.NewestRow / rowClass.WindowRows / rowClass.WindowsPerFile;
        var live = file.Length - file.Garbage;
        if (file.Garbage > (isDone ? live / 8 : live * 2 + TolerableGarbage))
            Rewrite(rowClass, file, chunk => Copied(file, chunk));
    }

    /// <summary>Copies a file aside and writes it anew without its damaged blocks.</summary>
    public void Salvage(string path, string aside, Func<RowClass, int, int, int> averagedStepsOf)
    {
        var (key, file) = files.First(f => f.Value.Path == path);
        var rowClass = key.Item1;
        Directory.CreateDirectory(aside);
        File.Copy(path, FreePath.Of(Path.Combine(aside, $"{rowClass.RowSeconds}x{rowClass.Rows}-{Path.GetFileName(path)}")));
        var inspector = new Inspector(_ => null, (_, _) => true);
        Rewrite(rowClass, file, chunk =>
        {
            var builder = new ChunkBuilder();
            foreach (var (identity, first, rows) in inspector.WholeBlocks(rowClass, chunk))
                builder.Add(identity, first, rows, averagedStepsOf(rowClass, identity.Series, identity.Function));
            return builder.IsEmpty ? [] : builder.Finish(chunk.Header.Shard, chunk.Header.Window, chunk.Header.Sequence, chunk.Header.Level).Bytes.ToArray();
        });
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (var file in files.Values)
            file.Dispose();
    }

    private static Chunk[] InFile(Chunk[] list) => list[..(Array.FindLastIndex(list, c => c.File is not null) + 1)];

    private static bool IsComplete(RowClass rowClass, int shard, uint window) => rowClass.ChunksOf(shard, window + 1).Length > 0;

    private RowFile FileOf(RowClass rowClass, uint window)
    {
        var number = window / rowClass.WindowsPerFile;
        if (files.TryGetValue((rowClass, number), out var file))
            return file;
        disk.MakeDirectory(Path.GetDirectoryName(rowClass.Directory)!);
        disk.MakeDirectory(rowClass.Directory);
        file = RowFile.Open(disk, PathOf(rowClass, number), number);
        files.Add((rowClass, number), file);
        changedDirectories.Add(rowClass.Directory);
        return file;
    }

    // What could not be made durable: the chunks that it was made of count again.
    private static void TakeBack(RowClass rowClass, List<(Chunk[] Old, Chunk Renewed)> merged)
    {
        foreach (var (old, chunk) in Enumerable.Reverse(merged))
        {
            rowClass.Replace([chunk], old);
            chunk.File!.Garbage -= old.Sum(c => (long)c.Header.Length);
            chunk.File.TakeBack(chunk.Offset);
        }
    }

    private static string PathOf(RowClass rowClass, long number) => Path.Combine(rowClass.Directory, $"{number:D10}.rows");

    private void LoadClass(RowClass rowClass, ChunkFinder finder)
    {
        foreach (var path in Directory.GetFiles(rowClass.Directory).Order(StringComparer.Ordinal))
        {
            if (path.EndsWith(TemporarySuffix, StringComparison.Ordinal))
            {
                disk.Delete(path);
                continue;
            }
            if (Path.GetExtension(path) != ".rows" || !long.TryParse(Path.GetFileNameWithoutExtension(path), out var number))
            {
                Faults.Add($"{path}: not a row file; left alone.");
                continue;
            }
            var file = RowFile.Open(disk, path, number);
            files.Add((rowClass, number), file);
            finder.Find(rowClass, file);
        }
    }

    private Span<byte> Copied(RowFile file, Chunk chunk)
    {
        if (copy.Length < chunk.Header.Length)
            copy = GC.AllocateUninitializedArray<byte>(chunk.Header.Length);
        var bytes = copy.AsSpan(0, chunk.Header.Length);
        file.Read(bytes, chunk.Offset);
        return bytes;
    }

    private void Rewrite(RowClass rowClass, RowFile file, ChunkBytes bytesOf)
    {
        var target = RowFile.Open(disk, file.Path + TemporarySuffix, file.Number);
        var moved = new List<(Chunk Old, Chunk? New)>();
        try
        {
            target.CutAt(0);
            foreach (var (_, _, chunks) in rowClass.Lists.Where(l => l.Window / rowClass.WindowsPerFile == file.Number))
                foreach (var chunk in chunks.Where(c => c.File == file))
                    moved.Add((chunk, Copied(chunk, target, bytesOf)));
            target.Sync();
            target.RenameTo(file.Path);
        }
        catch (IOException)
        {
            // The file stays as it is. On a full disk half of the new one is of no use to anybody.
            target.Dispose();
            disk.Delete(target.Path);
            throw;
        }
        files[(rowClass, file.Number)] = target;
        foreach (var (old, renewed) in moved)
            rowClass.Replace([old], renewed is null ? [] : [renewed]);
        file.Dispose();
        // Until this has succeeded nothing that is written to the new file counts as durable.
        changedDirectories.Add(rowClass.Directory);
        Sync();
    }

    private static Chunk? Copied(Chunk chunk, RowFile target, ChunkBytes bytesOf)
    {
        var bytes = bytesOf(chunk);
        if (bytes.IsEmpty)
            return null;
        // What memory knows of the chunk is right even if its head in the file is damaged; a damaged table stays damaged.
        var header = (ChunkHeader.TryRead(bytes, out var found, out _) ? found : chunk.Header) with { ReplacesFrom = -1 };
        header.Rewrite(bytes);
        return new Chunk(header, target, target.Append(bytes));
    }

    // What becomes of a chunk in a file that is written anew; nothing: it is left out.
    private delegate Span<byte> ChunkBytes(Chunk chunk);
}
