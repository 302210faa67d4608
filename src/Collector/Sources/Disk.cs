using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>The series of one disk.</summary>
internal sealed class Disk
{
    /// <summary>Fields used of a line of /proc/diskstats, behind the name.</summary>
    public const int Fields = 11;

    /// <summary>Reads done.</summary>
    public const int Reads = 0;

    /// <summary>Writes done.</summary>
    public const int Writes = 4;

    private const int ReadSectors = 2;
    private const int ReadMilliseconds = 3;
    private const int WriteSectors = 6;
    private const int WriteMilliseconds = 7;
    private const int BusyMilliseconds = 9;

    /// <summary>Whatever the sectors of the disk are, here they have 512 bytes.</summary>
    private const int SectorBytes = 512;

    // A busy disk gains 1,000 ms a second: a tenth of that is percent.
    private static readonly DataSource Busy = new(DataSourceType.DDerive, Minimum: 0);

    private readonly SeriesId read, write, reads, writes, busy, readLatency, writeLatency;
    private readonly ulong[] last = new ulong[Fields];
    private bool hasLast;

    /// <summary>Declares the series.</summary>
    public Disk(SeriesCatalog catalog, string key, string label, string device)
    {
        read = Define("read", Types.Counter, "By/s");
        write = Define("write", Types.Counter, "By/s");
        reads = Define("reads", Types.Counter, "1/s");
        writes = Define("writes", Types.Counter, "1/s");
        busy = Define("busy", Busy, "%");
        readLatency = Define("read.latency", Types.Gauge, "s");
        writeLatency = Define("write.latency", Types.Gauge, "s");

        SeriesId Define(string suffix, DataSource type, string unit) =>
            catalog.Define($"disk.{key}.{suffix}", type, unit, label, ("device", device));
    }

    /// <summary>Goes on from the last reading of the same disk.</summary>
    public void Continue(Disk known)
    {
        known.last.CopyTo(last, 0);
        hasLast = known.hasLast;
    }

    /// <summary>Gives the readings of the fields of its line.</summary>
    public void Add(ReadingBatch readings, ReadOnlySpan<ulong> now)
    {
        readings.AddCount(read, now[ReadSectors] * SectorBytes);
        readings.AddCount(write, now[WriteSectors] * SectorBytes);
        readings.AddCount(reads, now[Reads]);
        readings.AddCount(writes, now[Writes]);
        readings.Add(busy, now[BusyMilliseconds] / 10.0);
        readings.Add(readLatency, Latency(now, Reads, ReadMilliseconds));
        readings.Add(writeLatency, Latency(now, Writes, WriteMilliseconds));
        now.CopyTo(last);
        hasLast = true;
    }

    /// <summary>Says that nothing is known.</summary>
    public void AddUnknown(ReadingBatch readings)
    {
        foreach (var series in (ReadOnlySpan<SeriesId>)[read, write, reads, writes, busy, readLatency, writeLatency])
            readings.AddUnknown(series);
        hasLast = false;
    }

    /// <summary>Mean time of the operations since the last reading, in seconds; unknown when there was none, or the counters started anew.</summary>
    private double Latency(ReadOnlySpan<ulong> now, int operations, int milliseconds) =>
        hasLast && now[operations] > last[operations] && now[milliseconds] >= last[milliseconds]
            ? (now[milliseconds] - last[milliseconds]) / 1000.0 / (now[operations] - last[operations])
            : double.NaN;
}
