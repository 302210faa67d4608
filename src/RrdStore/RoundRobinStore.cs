using System.Collections.Immutable;
using Metrics.RrdStore.Storage;

namespace Metrics.RrdStore;

/// <summary>Round-robin storage of many series in one directory. One writer at a time; any number of readers beside it.</summary>
/// <remarks>Readings change the state of their series in memory and are logged; rows that an archive closes wait in memory for a while
/// and leave it as compressed chunks. One background thread makes the log durable; another writes the chunks and lets old ones go.</remarks>
public sealed partial class RoundRobinStore : IDisposable
{
    // Locks in the order in which they are taken; who has one takes none that stands before it:
    //   maintenance   for a round of writing, or a look at the files: as long as these take
    //   writer        for a batch or a change: microseconds, and milliseconds where a file is read for it
    //   syncing       while the catalogue, then the log, is made durable: as long as the disk takes
    //   those of Catalog, then of WriteAheadLog, its writing before its gate
    //   naming, status, and those of PendingWork, RowClass and SharedMemory, under which no other is taken
    // Readers take naming and nothing else. A thread is never joined under any.

    // Guards all that the writer changes. Readers do not take it: they copy from shards through the gate.
    private readonly Lock writer = new();
    private readonly ReaderGate gate = new();

    // Guards the names; never held while anything slow is done.
    private readonly Lock naming = new();
    private readonly Dictionary<SeriesName, int> byName = [];
    private readonly Dictionary<(DataSource, Schema), Layout> layouts = [];
    private SeriesInfo?[] bySeries = new SeriesInfo?[64];
    private int seriesCount;
    private long seriesVersion, lateRounds;

    private readonly StoreOptions options;
    private readonly StoreLock directoryLock;
    private readonly PendingWork pending = new();
    private readonly Sealer sealer;
    private readonly RowStorage storage;
    private readonly Catalog catalog;
    private readonly WriteAheadLog log;
    private readonly TrustedClock clock;
    private readonly ImmutableArray<string> recovery;
    private readonly ByteSink snapshotSink = new();
    private readonly ChunkMerger merger = new();
    private readonly LateQueue late;
    private Shard[] shards = [];
    private bool isDisposed;

    // Why it can only be read; null when it can be written.
    private readonly string? readOnly;

    private RoundRobinStore(string directory, StoreOptions options, StoreLock directoryLock, string? readOnly = null)
    {
        Directory = directory;
        this.readOnly = readOnly;
        if (readOnly is not null)
            options = options with { Disk = new ReadOnlyDisk(options.Disk) };
        this.options = options;
        this.directoryLock = directoryLock;
        sealer = new Sealer(pending);
        storage = new RowStorage(options.Disk, directory);
        var loader = new StoreLoader(directory, options, storage, sealer, LayoutOf);
        try
        {
            catalog = loader.LoadCatalog();
            log = loader.LoadLog();
        }
        catch
        {
            loader.Catalog?.Dispose();
            storage.Dispose();
            throw;
        }
        shards = loader.Shards;
        late = loader.Late;
        computations = loader.Computations;
        recovery = [.. loader.Faults];
        byName.EnsureCapacity(loader.SeriesCount);
        bySeries = new SeriesInfo?[Math.Max(bySeries.Length, loader.SeriesCount)];
        foreach (var info in loader.Series)
            Register(info);
        foreach (var computation in computations.InOrder)
            if (Info(computation.Series) is { } info)
                Register(info with { Definition = ForPeople(info.Definition, computation.Expression) });
        seriesCount = loader.SeriesCount;
        // Readings may be of long ago, imported from somewhere; those of now may be newer than the note, but not by more than what lies between
        // two of them and what a reading may be ahead.
        var noted = directoryLock.ReadTime();
        var isNewer = loader.LastReading is { } last && !(noted >= last || noted + NoteInterval + Future < last);
        clock = new TrustedClock(options.Time, isNewer ? loader.LastReading : noted);
        lastSync = options.Time.GetUtcNow();
        if (readOnly is not null)
        {
            lastSync = noted ?? loader.LastReading ?? DateTimeOffset.UnixEpoch;
            Report(ref logFailure, new StoreReadOnlyException(directory, readOnly));
            if (!recovery.IsEmpty)
                recovery = recovery.Add("What is said to be left out, moved or set aside is so in memory only: the store can be read and not written.");
            TryWorkInAllLate();
            return;
        }
        foreach (var shard in loader.Changed)
            TakeSnapshot(shard);
        // What a changed schema left behind. Not while rows of it are on their way to their new places, or were sealed by the recovery.
        if (loader.Changed.Count == 0)
        {
            HashSet<RowClass> used = [.. loader.Series.Select(s => LayoutOf(s.Definition)).Distinct().SelectMany(l => l.Columns).Select(c => c.Class),
                .. pending.Peek().Where(i => i.Class is not null).Select(i => i.Class!)];
            var moved = storage.DropUnused(used, [.. loader.FormerClasses]);
            // Who declares such a schema again gets a class that is known.
            foreach (var (key, _) in layouts.Where(l => l.Value.Columns.Any(c => !used.Contains(c.Class))).ToList())
                layouts.Remove(key);
            recovery = recovery.AddRange(moved);
        }
        StartMaintenance();
    }

    /// <summary>The directory all files of the store are in.</summary>
    public string Directory { get; }

    /// <summary>Another number whenever a reader may find something else than before: readings, rows that were changed, series that came, went or
    /// were declared anew. What is read after the number was asked for is of that moment or later. It means nothing after the next start.</summary>
    public long Version => SeriesVersion + gate.Version;

    /// <summary>Another number whenever a series came or went, got another name or was declared anew, or its past was edited.</summary>
    public long SeriesVersion => Volatile.Read(ref seriesVersion);

    /// <summary>Another number whenever rows of the past may have changed: a late reading was worked in, a series declared anew, or its past
    /// was edited. It means nothing after the next start.</summary>
    public long PastVersion => SeriesVersion + Volatile.Read(ref lateRounds);

    /// <summary>Opens the store in a directory, makes it where there is none, and recovers what was logged.</summary>
    /// <exception cref="StoreInUseException">Another process has it open.</exception>
    /// <exception cref="StoreReadOnlyException">It is there and cannot be written.</exception>
    /// <exception cref="StoreFormatException">A file is damaged beyond what recovery may set aside, or of a newer version.</exception>
    /// <exception cref="IOException">The directory cannot be read or written.</exception>
    public static RoundRobinStore Open(string directory, StoreOptions? options = null)
    {
        directory = Path.GetFullPath(directory);
        return OpenTaken(directory, options, StoreLock.Take(directory));
    }

    /// <summary>Opens a store that cannot be written, as on a read-only file system, to look at it. What recovery would mend in its files is mended
    /// in memory; nothing is written, and whatever would have to refuses with <see cref="StoreReadOnlyException"/>. A computed series has the points
    /// that the log has.</summary>
    /// <param name="directory">Where it is.</param>
    /// <param name="reason">Why it cannot be written, as a sentence.</param>
    /// <param name="options">How it behaves.</param>
    /// <exception cref="StoreInUseException">Another process has it open to write.</exception>
    /// <exception cref="StoreFormatException">A file is damaged beyond what recovery may set aside, or of a newer version.</exception>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public static RoundRobinStore OpenToRead(string directory, string reason, StoreOptions? options = null)
    {
        directory = Path.GetFullPath(directory);
        return OpenTaken(directory, options, StoreLock.Share(directory), reason);
    }

    private static RoundRobinStore OpenTaken(string directory, StoreOptions? options, StoreLock directoryLock, string? readOnly = null)
    {
        try
        {
            return new RoundRobinStore(directory, options ?? new StoreOptions(), directoryLock, readOnly);
        }
        catch (UnauthorizedAccessException e)
        {
            directoryLock.Dispose();
            throw new IOException($"The data directory {directory} cannot be {(readOnly is null ? "read or written" : "read")}: {e.Message}", e);
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    /// <summary>Looks a series up.</summary>
    public bool TryFind(SeriesName name, out SeriesInfo series)
    {
        lock (naming)
        {
            series = byName.TryGetValue(name, out var index) ? bySeries[index]! : null!;
            return series is not null;
        }
    }

    /// <summary>All series, by name. A snapshot.</summary>
    public IReadOnlyList<SeriesInfo> List()
    {
        SeriesInfo[] list;
        lock (naming)
            list = [.. byName.Values.Select(i => bySeries[i]!)];
        Array.Sort(list, (a, b) => a.Name.CompareTo(b.Name));
        return list;
    }

    /// <summary>Closes the store. What the disk refuses then is lost, as by a crash; who has to know calls <see cref="Close"/>.</summary>
    public void Dispose()
    {
        try
        {
            Close();
        }
        catch (IOException)
        {
            // Said by Health all along.
        }
    }

    /// <summary>Writes what is in memory, makes it durable and lets the directory go. Nothing happens when it is closed already.</summary>
    /// <exception cref="IOException">The disk refuses; the directory is let go all the same. What was appended and is not durable is lost, and so
    /// are imports, clips and changes of schemas whose rows are not.</exception>
    public void Close()
    {
        if (readOnly is not null)
        {
            isDisposed = true;
            Release();
            return;
        }
        if (!isDisposed && (late.Count > 0 || !computations.IsEmpty))
            TrySettle();
        lock (writer)
        {
            if (isDisposed)
                return;
            isDisposed = true;
            foreach (var shard in shards)
                if (shard.ReadingsSinceSnapshot > 0)
                    TakeSnapshot(shard);
        }
        StopMaintenance();
        try
        {
            Maintain();
            TryNoteTime();
        }
        catch (IOException e)
        {
            throw new IOException($"The store in {Directory} could not be closed as it should; what was not written yet is lost: {e.Message}", e);
        }
        finally
        {
            Release();
        }
    }

    private void Release()
    {
        log.Dispose();
        catalog.Dispose();
        storage.Dispose();
        directoryLock.Dispose();
        SharedMemory.TrimAll();
    }

    private void CheckWritable()
    {
        if (readOnly is not null)
            throw new StoreReadOnlyException(Directory, readOnly);
    }

    private void Register(SeriesInfo info)
    {
        lock (naming)
        {
            seriesCount = Math.Max(seriesCount, info.Id.Value + 1);
            if (info.Id.Value >= bySeries.Length)
                Array.Resize(ref bySeries, Math.Max(info.Id.Value + 1, bySeries.Length * 2));
            bySeries[info.Id.Value] = info;
            byName[info.Name] = info.Id.Value;
            Volatile.Write(ref seriesVersion, seriesVersion + 1);
        }
    }

    private Layout LayoutOf(SeriesDefinition definition)
    {
        // How a point was computed does not matter once it is there.
        var source = definition.Source.Expression is null ? definition.Source : definition.Source with { Expression = null };
        var key = (source, definition.Schema);
        if (!layouts.TryGetValue(key, out var layout))
            layouts.Add(key, layout = new Layout(source, definition.Schema, storage.ClassOf));
        return layout;
    }

    private Shard ShardOf(int series)
    {
        var number = series / Shard.Capacity;
        while (number >= shards.Length)
            Volatile.Write(ref shards, [.. shards, new Shard(shards.Length, sealer)]);
        return shards[number];
    }

    private void Forget(SeriesInfo info)
    {
        lock (naming)
        {
            bySeries[info.Id.Value] = null;
            byName.Remove(info.Name);
            Volatile.Write(ref seriesVersion, seriesVersion + 1);
        }
    }

    private SeriesInfo Known(SeriesId series) =>
        Info(series.Value) ?? throw new ArgumentException($"There is no series {series.Value}.", nameof(series));

    private void Write(Action change)
    {
        gate.BeginWrite();
        try
        {
            change();
        }
        finally
        {
            gate.EndWrite();
        }
    }
}
