using System.Collections.Frozen;
using Metrics.RrdStore.Storage;

namespace Metrics.RrdStore;

public sealed partial class RoundRobinStore
{
    // A round reads the log once for all of them, and logs the state of each: about a millisecond a shard.
    private const int LateShardsPerRound = 8;

    // Series of which the store remembers something beside what every series has. One forgotten costs an interval of a backfill.
    private const int MostRemembered = 65_536;

    // By series, the log record from which on its state can be a start to make it again: what was changed since is not in the log.
    private readonly Dictionary<int, ulong> floors = [];

    // By series, the late reading from before the log that came last: a backfill comes in many batches.
    private readonly Dictionary<int, Reading> pastReadings = [];
    private int floorLimit = MostRemembered;
    private long loneReadings;
    private int lastLateShard = -1;

    // Late readings wait for a round, so that any number of them costs one reading of the log. The writer is held up only at the end.
    private void WorkInLate()
    {
        int[] waiting;
        lock (writer)
            waiting = [.. late.ShardsAfter(lastLateShard).Take(LateShardsPerRound)];
        if (waiting.Length == 0)
            return;
        lastLateShard = waiting[^1];
        WorkIn(waiting);
    }

    // Before a change of a series: what was logged before it is not worked in with a state from after it, nor the other way round.
    private void WorkInBefore(SeriesId series)
    {
        var number = series.Value / Shard.Capacity;
        lock (writer)
            if (late.Of(number).Count == 0)
                return;
        lock (maintenance)
        {
            SyncCatalogAndLog();
            WorkIn([number]);
        }
    }

    private void WorkIn(int[] numbers)
    {
        List<(Shard Shard, LogWindow Window)> parts = [];
        lock (writer)
        {
            if (isDisposed)
                return;
            var known = floors.ToFrozenDictionary();
            foreach (var number in numbers)
                parts.Add((shards[number], new LogWindow(shards[number], known)));
        }
        var scan = new LogScan(parts.ToDictionary(p => p.Shard.Number, p => p.Window));
        var newest = log.SegmentNumber;
        var last = 0UL;
        scan.Limit = log.DurableSequence;
        log.Read(parts.Min(p => Math.Min(p.Shard.NeededSegment, p.Shard.Window.Segment)), ref last, scan.Take);
        lock (writer)
        {
            if (isDisposed)
                return;
            log.Write();
            scan.Limit = ulong.MaxValue;
            last = scan.LastSequence;
            log.Read(newest, ref last, scan.Take);
            if (scan.LastSequence != log.LastSequence)
                throw new IOException($"The log of {Directory} has not taken its last records; late readings have to wait.");
            sealer.Sequence = log.LastSequence;
            foreach (var (shard, window) in parts)
            {
                // Those that came meanwhile too: a state without any that wait is one that later ones can start from.
                Write(() => WorkIn(shard, late.Take(shard.Number), window));
                Volatile.Write(ref lateRounds, lateRounds + 1);
                TakeSnapshot(shard, IsDue(shard));
            }
        }
    }

    // What is only looked at has them in memory.
    private void TryWorkInAllLate()
    {
        try
        {
            while (late.Count > 0)
                WorkInLate();
        }
        catch (IOException)
        {
            // They wait, as Health says.
        }
    }

    private void TrySettle()
    {
        try
        {
            Settle();
        }
        catch (IOException)
        {
            // Reported; they are in the log, and the next start has them.
        }
    }

    private void WorkIn(Shard shard, IReadOnlyList<Reading> readings, LogWindow window)
    {
        // Rows that find no room in memory go to where the others look for them.
        foreach (var series in readings.Select(r => r.Series.Value).Distinct().Order())
            shard.Settle(series % Shard.Capacity);
        sealer.Finish(shard.Number);
        List<ColumnRows> changed = [];
        foreach (var group in readings.GroupBy(r => r.Series.Value).OrderBy(g => g.Key))
        {
            var slot = group.Key % Shard.Capacity;
            if (shard[slot].Layout is not { } layout)
                continue;
            ColumnRows[] columns = [.. layout.Columns.Select((_, i) => new ColumnRows(shard, slot, i))];
            var floor = floors.GetValueOrDefault(group.Key);
            // Those the log does not reach are worked into what it makes of the others.
            var start = window.Start(group.Key, floor, group) ?? long.MaxValue;
            if (group.Any(r => r.UnixMicroseconds > start) && !window.Rebuild(group.Key, floor, group, shard, columns))
                start = long.MaxValue;
            Reading[] past = [.. group.Where(r => r.UnixMicroseconds <= start).GroupBy(r => r.UnixMicroseconds).OrderBy(g => g.Key).Select(g => g.Last())];
            if (past.Length > 0)
                WorkInPast(new PastReadings(shard, slot, columns), group.Key, past);
            NoteChanged(group.Key, columns[0]);
            changed.AddRange(columns);
        }
        foreach (var column in changed)
        {
            column.Seal(sealer);
            Interlocked.Add(ref damagedBlocks, column.DamagedBlocks);
        }
        sealer.Finish(shard.Number);
    }

    private void WorkInPast(PastReadings work, int series, Reading[] past)
    {
        loneReadings += work.Apply(past, pastReadings.TryGetValue(series, out var before) ? before : null);
        if (pastReadings.Count >= MostRemembered)
            pastReadings.Clear();
        pastReadings[series] = past[^1];
        CloseWindow(new SeriesId(series));
    }

    // What the log has of a series up to here is not all that happened to it.
    private void CloseWindow(SeriesId series)
    {
        if (floors.Count >= floorLimit)
        {
            foreach (var (other, floor) in floors)
                if (floor <= ShardOf(other).Window.Sequence)
                    floors.Remove(other);
            floorLimit = Math.Max(MostRemembered, floors.Count * 2);
        }
        floors[series.Value] = log.LastSequence;
    }
}
