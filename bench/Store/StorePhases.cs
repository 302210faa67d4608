using Metrics.RrdStore;
using Metrics.RrdStore.Storage;

namespace Metrics.Bench.Store;

/// <summary>Parts of what a reading costs the caller, each run alone on the same readings; CPU nanoseconds a reading.</summary>
/// <param name="Log">Encoding and checksum of log records, without writing them.</param>
/// <param name="State">State of the series, points, rows of all archives, sealed into compressed chunks, without a log or a file.</param>
/// <param name="Store">The bound: the readings' times and values stored into two plain arrays.</param>
internal sealed record StorePhases(double Log, double State, double Store)
{
    // Each part takes some seconds at most.
    private const int MostReadings = 20_000_000;

    public static StorePhases Of(StoreLoad whole)
    {
        var load = whole with { Rounds = Math.Min(whole.Rounds, Math.Max(64, MostReadings / whole.Series)) };
        var ids = Enumerable.Range(0, load.Series).Select(i => new SeriesId(i)).ToArray();
        var record = new byte[LogRecord.HeaderSize + StoreLoad.BatchSize * ReadingCodec.MaximumSize];
        var (times, values) = (new long[load.Series], new long[load.Series]);
        var log = Measure(load, ids, readings => Encode(readings, record));
        var store = Measure(load, ids, readings =>
        {
            foreach (ref readonly var reading in readings)
                (times[reading.Series.Value], values[reading.Series.Value]) = (reading.UnixMicroseconds, reading.Bits);
        });
        return new StorePhases(log, Consolidate(load, ids), store);
    }

    private static void Encode(ReadOnlySpan<Reading> readings, byte[] record)
    {
        var (length, series, time) = (LogRecord.HeaderSize, -1, 0L);
        foreach (ref readonly var reading in readings)
        {
            length += ReadingCodec.Write(
                ref record[length], reading.Series.Value, reading.UnixMicroseconds, reading.Kind, reading.Bits, series, time);
            (series, time) = (reading.Series.Value, reading.UnixMicroseconds);
        }
        LogRecord.Seal(record.AsSpan(0, length), 1, LogRecordType.Readings);
    }

    private static double Consolidate(StoreLoad load, SeriesId[] ids)
    {
        var pending = new PendingWork();
        var sealer = new Sealer(pending);
        var classes = new Dictionary<(int, int), RowClass>();
        Layout LayoutOf(DataSourceType type) => new(new DataSource(type), StoreLoad.Schema, (seconds, rows) =>
            classes.TryGetValue((seconds, rows), out var known) ? known : classes[(seconds, rows)] = new RowClass("", seconds, rows));
        var (counter, gauge) = (LayoutOf(DataSourceType.Counter), LayoutOf(DataSourceType.Gauge));
        var shards = Enumerable.Range(0, (load.Series + Shard.Capacity - 1) / Shard.Capacity).Select(n => new Shard(n, sealer)).ToArray();
        for (var i = 0; i < load.Series; i++)
            shards[i / Shard.Capacity].Place(i % Shard.Capacity, StoreLoad.IsCounter(i) ? counter : gauge, 1);
        return Measure(load, ids, readings =>
        {
            foreach (ref readonly var reading in readings)
                shards[reading.Series.Value / Shard.Capacity].Apply(
                    reading.Series.Value % Shard.Capacity, reading.UnixMicroseconds, reading.Kind, reading.Bits);
            if (pending.Bytes == 0)
                return;
            var items = pending.Peek();
            foreach (var item in items)
            {
                item.Class!.Remove(item.Chunk!.Header.Shard, item.Chunk.Header.Window);
                item.Chunk.MoveTo(null!, 0);
            }
            pending.Remove(items.Length);
        });
    }

    private static double Measure(StoreLoad load, SeriesId[] ids, ReadOnlySpanAction<Reading> use)
    {
        var batch = new Reading[StoreLoad.BatchSize];
        TimeSpan all = default;
        for (var round = 0; round < load.Rounds; round++)
        {
            for (var first = 0; first < load.Series; first += batch.Length)
            {
                var readings = batch.AsSpan(0, Math.Min(batch.Length, load.Series - first));
                load.Fill(ids, round, first, readings);
                var start = ThreadClock.Now;
                use(readings);
                all += ThreadClock.Now - start;
            }
        }
        return all.TotalNanoseconds / load.Total;
    }

    private delegate void ReadOnlySpanAction<T>(ReadOnlySpan<T> span);
}
