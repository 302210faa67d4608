using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Metrics.RrdStore.Consolidation;
using Metrics.RrdStore.Storage;

namespace Metrics.RrdStore;

public sealed partial class RoundRobinStore
{
    // A shard's state is logged again once its points were sealed so often, or where that never happens, after so many readings a series;
    // not for the sake of a few busy series among idle ones.
    private const int TurnsPerSnapshot = 2;
    private const int MostReadingsPerSnapshot = 4 * Column.FineCapacity;
    private const int FewestReadingsPerSnapshot = Column.FineCapacity / 4;

    // With so much to sync, and so much to write in all, neither waits for its time: what waits should stay in the processor's cache.
    private const long EarlySyncBytes = 1L << 19;
    private const long EarlyWriteBytes = 2L << 20;

    private static readonly TimeSpan Future = TimeSpan.FromDays(1);

    private readonly List<Shard> dueShards = [];

    // Shards in which something was changed that is not in the log.
    private readonly HashSet<Shard> changedShards = [];
    private long lateReadings;
    private long refusedReadings;
    private long invalidReadings;

    /// <summary>Takes a batch of readings, as a whole visible to readers once it returns. Allocates nothing in steady state but the
    /// rows that are sealed.</summary>
    /// <param name="batch">The readings.</param>
    /// <param name="whenLate">What becomes of those that are not after the last one of their series.</param>
    /// <returns>How many were taken and how many refused, and why.</returns>
    /// <exception cref="IOException">The disk has refused for so long that memory for what is not written has run out; nothing of the
    /// batch is kept. With a sync interval of zero also when the batch could not be made durable; it is kept in memory then.</exception>
    public AppendResult Append(ReadOnlySpan<Reading> batch, LateReadings whenLate = LateReadings.Consolidate)
    {
        PrepareToWrite();
        AppendResult result;
        lock (writer)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            result = Log(batch, whenLate == LateReadings.Consolidate ? LateQueue.Capacity : 0);
            lateReadings += result.Late;
            refusedReadings += result.Refused;
            invalidReadings += result.Invalid;
            if (log.UnsyncedBytes > EarlySyncBytes)
                wakeLog.Set();
            if (log.UnsyncedBytes + pending.Bytes > EarlyWriteBytes || log.WantsSegment)
                wake.Set();
        }
        if (options.SyncInterval == TimeSpan.Zero && result.Accepted + result.Late > 0)
            SyncCatalogAndLog();
        return result;
    }

    private AppendResult Log(ReadOnlySpan<Reading> batch, int mostLate, bool isComputed = false)
    {
        AppendResult result;
        sealer.Sequence = log.LastSequence + 1;
        var segment = log.SegmentNumber;
        var payload = log.Begin(batch.Length * ReadingCodec.MaximumSize);
        var length = 0;
        gate.BeginWrite();
        try
        {
            result = Take(batch, mostLate, isComputed, payload, segment, out length);
        }
        finally
        {
            gate.EndWrite();
            log.End(LogRecordType.Readings, length);
        }
        // With late readings that wait it has to wait too: a state that has all of them is one that later ones can start from.
        foreach (var shard in dueShards)
            if (late.Of(shard.Number).Count == 0)
                TakeSnapshot(shard, isRegular: true);
        dueShards.Clear();
        return result;
    }

    private AppendResult Take(ReadOnlySpan<Reading> batch, int mostLate, bool isComputed, Span<byte> payload, long segment, out int length)
    {
        var latest = LatestMicroseconds();
        ref var destination = ref MemoryMarshal.GetReference(payload);
        var previousSeries = -1;
        var previousMicroseconds = 0L;
        int taken = 0, refused = 0, invalid = 0;
        length = 0;
        Shard? shard = null;
        foreach (ref readonly var reading in batch)
        {
            var id = reading.Series.Value;
            var microseconds = reading.UnixMicroseconds;
            if ((uint)id >= (uint)seriesCount)
            {
                invalid++;
                continue;
            }
            if (shard is null || shard.Number != id / Shard.Capacity)
            {
                if (id / Shard.Capacity >= shards.Length)
                {
                    invalid++;
                    continue;
                }
                NoteDue(shard);
                shard = shards[id / Shard.Capacity];
                if (shard.NeededSegment == long.MaxValue)
                    shard.NeededSegment = segment;
            }
            // Numbers of series that are no more can be beyond all that are there.
            var slot = id % Shard.Capacity;
            if (slot >= shard.Slots)
            {
                invalid++;
                continue;
            }
            ref var state = ref shard[slot];
            if (microseconds <= 0 || microseconds > latest || state.Layout is not { } layout
                || !(Rate.Takes(layout.Source.Type, reading.Kind, reading.Bits) || isComputed))
            {
                invalid++;
                continue;
            }
            var isLate = microseconds <= state.LastMicroseconds;
            if (isLate && (late.Count >= mostLate || microseconds <= state.LastMicroseconds - layout.ReachMicroseconds))
            {
                refused++;
                continue;
            }
            length += ReadingCodec.Write(
                ref Unsafe.Add(ref destination, length), id, microseconds, reading.Kind, reading.Bits, previousSeries, previousMicroseconds);
            if (isLate)
            {
                late.Add(reading);
                taken++;
            }
            else
            {
                shard.Apply(slot, microseconds, reading.Kind, reading.Bits);
            }
            previousSeries = id;
            previousMicroseconds = microseconds;
        }
        NoteDue(shard);
        return new AppendResult(batch.Length - taken - refused - invalid, taken, refused, invalid);
    }

    // The writer's: what is later is no reading of now.
    private long LatestMicroseconds() => Math.Min((clock.Now + Future).ToUnixTimeMilliseconds() * 1000, uint.MaxValue * 1_000_000L);

    private void NoteDue(Shard? shard)
    {
        if (shard is not null && IsDue(shard) && !dueShards.Contains(shard))
            dueShards.Add(shard);
    }

    private static bool IsDue(Shard shard) => shard.ReadingsSinceSnapshot >= FewestReadingsPerSnapshot * shard.Slots
        && (shard.Turns >= TurnsPerSnapshot || shard.ReadingsSinceSnapshot >= MostReadingsPerSnapshot * shard.Slots);

    // Between batches only: a state is that after a whole log record.
    private void TakeSnapshot(Shard shard, bool isRegular = false)
    {
        pending.Add(ShardSnapshot.Of(shard, log.LastSequence, log.SegmentNumber, late.Of(shard.Number), isRegular, snapshotSink));
        changedShards.Remove(shard);
    }

    // Before the writer is held up: what the disk refuses takes memory within a bound.
    private void PrepareToWrite()
    {
        CheckWritable();
        if (log.UnsyncedBytes + pending.Bytes <= options.MaximumUnsavedBytes)
            return;
        try
        {
            Maintain();
        }
        catch (IOException e)
        {
            throw new IOException($"{Directory} could not be written since {Health.Since:u}, and the memory for what it refuses is full: {e.Message}", e);
        }
    }
}
