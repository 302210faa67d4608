using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>The lines of /proc/stat that count what processes do: proc_stat(5).</summary>
internal sealed class ProcessCounts
{
    private readonly Value[] values;

    /// <summary>Declares the series.</summary>
    public ProcessCounts(SeriesCatalog catalog) => values =
    [
        new("procs_running"u8, catalog.Define("proc.running", Types.Gauge, "1", "Running")),
        new("procs_blocked"u8, catalog.Define("proc.blocked", Types.Gauge, "1", "Waiting for I/O")),
        new("processes"u8, catalog.Define("proc.forks", Types.Counter, "1/s", "Forks")),
        new("ctxt"u8, catalog.Define("proc.switches", Types.Counter, "1/s", "Context switches")),
        new("intr"u8, catalog.Define("proc.interrupts", Types.Counter, "1/s", "Interrupts")),
    ];

    /// <summary>Starts a reading.</summary>
    public void Begin()
    {
        foreach (var value in values)
            value.Count = null;
    }

    /// <summary>Takes a line, if it is one of them.</summary>
    public void Take(ReadOnlySpan<byte> line)
    {
        var fields = new Fields(line);
        if (!fields.Next(out var key))
            return;
        foreach (var value in values)
        {
            if (!key.SequenceEqual(value.Key) || !fields.NextCount(out var count))
                continue;
            value.Count = count;
            return;
        }
    }

    /// <summary>Gives what was found; what was not is unknown.</summary>
    public void Add(ReadingBatch readings, string path)
    {
        foreach (var value in values)
        {
            if (value.Count is { } count)
            {
                readings.AddCount(value.Series, count);
                continue;
            }
            readings.AddUnknown(value.Series);
            readings.Faults.Add(path, "lacks counts of processes, switches or interrupts.");
        }
    }

    private sealed class Value(ReadOnlySpan<byte> key, SeriesId series)
    {
        public byte[] Key { get; } = key.ToArray();

        public SeriesId Series { get; } = series;

        public ulong? Count { get; set; }
    }
}
