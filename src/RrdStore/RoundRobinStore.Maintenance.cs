using Metrics.RrdStore.Storage;

namespace Metrics.RrdStore;

public sealed partial class RoundRobinStore
{
    private static readonly TimeSpan ChoreInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NoteInterval = TimeSpan.FromHours(1);

    // One at a time: the thread for it, a writer out of memory, or somebody who looks at the files.
    private readonly Lock maintenance = new();

    // What has to be durable, or is due, does not wait for the rows that are being written.
    private readonly Lock syncing = new();
    private readonly AutoResetEvent wake = new(initialState: false);
    private readonly AutoResetEvent wakeLog = new(initialState: false);
    private readonly Lock status = new();
    private readonly Dictionary<RowClass, HashSet<(int Shard, uint Window)>> untidy = [];
    private Thread[] threads = [];
    private ITimer? timer;
    private DateTimeOffset lastSync;
    private DateTimeOffset? notedTime;
    // Each is cleared by what has failed before and no other: readings may be durable while no row can be written.
    private Failure? logFailure, roundFailure;
    private string? clockDoubt;
    private long damagedBlocks;
    private volatile bool isStopping;

    /// <summary>How the store does, for the status page.</summary>
    public StoreHealth Health
    {
        get
        {
            lock (status)
                return new StoreHealth((logFailure ?? roundFailure)?.Error, (logFailure ?? roundFailure)?.Since, lastSync, log.UnsyncedBytes + pending.Bytes,
                    Interlocked.Read(ref lateReadings), late.Count, Interlocked.Read(ref refusedReadings), Interlocked.Read(ref loneReadings),
                    Interlocked.Read(ref invalidReadings), Interlocked.Read(ref damagedBlocks), clockDoubt, recovery);
        }
    }

    /// <summary>Makes everything appended so far durable.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Flush()
    {
        CheckWritable();
        ObjectDisposedException.ThrowIf(isDisposed, this);
        SyncCatalogAndLog();
    }

    /// <summary>Does one round of the maintenance.</summary>
    internal void Round() => Maintain();

    /// <summary>Does the maintenance until nothing waits in memory for its round.</summary>
    internal void Settle()
    {
        do
            Maintain();
        while (pending.Bytes > 0 || late.Count > 0 || IsDue());
    }

    /// <summary>Does something while no file of the store changes. What was not synced is in none.</summary>
    internal void WhileStill(Action action)
    {
        lock (maintenance)
            lock (writer)
                lock (syncing)
                    action();
    }

    private void StartMaintenance()
    {
        var interval = options.SyncInterval > TimeSpan.Zero ? options.SyncInterval : ChoreInterval;
        timer = options.Time.CreateTimer(_ => OnInterval(), null, interval, interval);
        threads = [Started("store", () => Run(wake, Maintain)), Started("store log", () => Run(wakeLog, SyncCatalogAndLog))];
    }

    private void StopMaintenance()
    {
        timer!.Dispose();
        isStopping = true;
        Wake();
        foreach (var thread in threads)
            thread.Join();
        wake.Dispose();
        wakeLog.Dispose();
    }

    private void OnInterval()
    {
        SharedMemory.Trim();
        Wake();
    }

    private void Wake()
    {
        wakeLog.Set();
        wake.Set();
    }

    private static Thread Started(string name, ThreadStart work)
    {
        var thread = new Thread(work) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }

    private void Run(AutoResetEvent due, Action work)
    {
        while (due.WaitOne() && !isStopping)
        {
            try
            {
                work();
            }
            catch (IOException)
            {
                // Reported; the next round tries again.
            }
        }
    }

    // Everything between memory and disk, in the order that crashes ask for: a chunk is written when the log records that it comes from
    // are durable, the state of a shard is logged when all its chunks are, and log segments go when all states after them are.
    internal void Maintain()
    {
        lock (maintenance)
        {
            try
            {
                var items = TakeItems();
                Compute();
                SyncCatalogAndLog();
                if (items.Length > 0)
                    WriteItems(items);
                ShortenLog();
                log.PrepareSegments();
                WorkInLate();
                NoteTime(NoteInterval);
                CompactCatalog();
                Report(ref roundFailure, null);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // What the log has failed with is said of the log.
                if (logFailure is null)
                    Report(ref roundFailure, e);
                throw e as IOException ?? new IOException(e.Message, e);
            }
        }
    }

    // However long a round of writing takes: no more readings can be lost than those of one interval.
    // The definition of a series before its readings.
    private void SyncCatalogAndLog()
    {
        try
        {
            lock (syncing)
            {
                catalog.Sync();
                log.Sync();
            }
        }
        catch (IOException e)
        {
            Report(ref logFailure, e);
            throw;
        }
        Report(ref logFailure, null);
        lock (status)
            lastSync = options.Time.GetUtcNow();
    }

    // Not in the middle of a batch, whose record is not in the log yet.
    private PendingWork.Item[] TakeItems()
    {
        lock (writer)
        {
            foreach (var shard in changedShards)
                TakeSnapshot(shard);
            return pending.Peek();
        }
    }

    private void WriteItems(PendingWork.Item[] items)
    {
        var written = new List<(RowClass Class, Chunk Chunk, RowFile File, long Offset)>();
        try
        {
            foreach (var item in items)
                if (item.Chunk is { } chunk)
                {
                    var (file, offset) = storage.Write(item.Class!, chunk, chunk.Bytes);
                    written.Add((item.Class!, chunk, file, offset));
                }
            storage.Sync();
        }
        catch (IOException)
        {
            // They are written again, in the same places.
            foreach (var (_, _, file, offset) in written)
                file.TakeBack(offset);
            throw;
        }
        foreach (var (rowClass, chunk, file, offset) in written)
        {
            chunk.MoveTo(file, offset);
            NoteUntidy(rowClass, chunk.Header.Shard, chunk.Header.Window);
        }

        var logged = false;
        foreach (var item in items)
            if (item.Snapshot is { } snapshot)
            {
                lock (writer)
                    log.Append(LogRecordType.Shard, snapshot.Payload);
                snapshot.Release();
                logged = true;
            }
        pending.Remove(items.Length);
        if (logged)
        {
            SyncCatalogAndLog();
            foreach (var item in items)
                if (item.Snapshot is { } snapshot)
                    snapshot.Shard.NoteLogged(snapshot);
        }
        long latest;
        lock (writer)
            latest = LatestMicroseconds() / 1_000_000;
        foreach (var (rowClass, places) in untidy)
            storage.Tidy(rowClass, places, merger, AveragedSteps, shard => shards[shard].LoggedSequence, latest);
    }

    // A window is complete when the next one has rows.
    private void NoteUntidy(RowClass rowClass, int shard, uint window)
    {
        if (!untidy.TryGetValue(rowClass, out var places))
            untidy.Add(rowClass, places = []);
        places.Add((shard, window));
        if (window > 0)
            places.Add((shard, window - 1));
    }

    private int AveragedSteps(RowClass rowClass, int series, int function)
    {
        if (series / Shard.Capacity >= shards.Length || Info(series) is not { } info || function != (int)ConsolidationFunction.Average)
            return 1;
        return Math.Max(1, rowClass.RowSeconds / info.Definition.Schema.StepSeconds);
    }

    private void ShortenLog()
    {
        if (log.SegmentCount > LogFiles.Longest(shards.Length))
        {
            var oldest = log.OldestSegment;
            lock (writer)
                foreach (var shard in shards)
                {
                    if (shard.NeededSegment == oldest && !isDisposed)
                        TakeSnapshot(shard, isRegular: true);
                    if (shard.Window.Segment == oldest)
                        shard.CloseWindow();
                }
        }
        log.Trim(shards.Select(s => Math.Min(s.NeededSegment, s.Window.Segment)).DefaultIfEmpty(long.MaxValue).Min());
    }

    // Changes that come faster than the rounds wait for them: the first one logs the states that are from before a change, the next writes it anew.
    private void BoundCatalog()
    {
        for (var i = 0; i < 2 && catalog.Length > Catalog.Limit(catalog.LiveBytes, options.CatalogGarbageBytes); i++)
            Maintain();
    }

    // A state in the log that is from before a change names a definition that goes: it is logged again, and the next round goes on.
    private void CompactCatalog()
    {
        long end;
        uint[] versions;
        lock (writer)
        {
            if (catalog.Length <= Catalog.Most(catalog.LiveBytes, options.CatalogGarbageBytes))
                return;
            var changed = shards.Where(shard => shard.HasUnloggedChanges).ToList();
            foreach (var shard in changed)
                TakeSnapshot(shard);
            if (changed.Count > 0)
                return;
            end = catalog.Length;
            versions = new uint[seriesCount];
            foreach (var shard in shards)
                for (var slot = 0; slot < shard.Slots; slot++)
                    if (shard[slot].Layout is not null)
                        versions[shard.Number * Shard.Capacity + slot] = shard[slot].Version;
        }
        var compacted = catalog.Compact(end, versions);
        lock (syncing)
            catalog.Adopt(end, compacted);
    }

    // For the next start: whether its clock can be right.
    private void NoteTime(TimeSpan interval)
    {
        DateTimeOffset now;
        lock (writer)
        {
            now = clock.Now;
            lock (status)
                clockDoubt = clock.Doubt;
        }
        if (clockDoubt is not null || now - notedTime < interval)
            return;
        directoryLock.WriteTime(now);
        notedTime = now;
    }

    private void TryNoteTime()
    {
        try
        {
            NoteTime(TimeSpan.Zero);
        }
        catch (IOException)
        {
            // One from an hour ago serves as well.
        }
    }

    private void Report(ref Failure? failure, Exception? error)
    {
        lock (status)
            failure = error is null ? null : new Failure(error.Message, failure?.Since ?? options.Time.GetUtcNow());
    }

    private sealed record Failure(string Error, DateTimeOffset Since);
}
