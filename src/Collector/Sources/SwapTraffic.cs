namespace Metrics.Collector;

/// <summary>Pages swapped in and out: /proc/vmstat, proc_vmstat(5).</summary>
internal sealed class SwapTraffic(CollectorOptions options) : IDisposable
{
    private readonly ProcFile file = new(Path.Combine(options.ProcRoot, "vmstat"));
    private KeyedCounts pages = new("");

    /// <summary>Declares the series where there is swap.</summary>
    public void Discover(SeriesCatalog catalog, bool hasSwap) => pages = !hasSwap || !file.Exists ? new(file.Path) : new(file.Path,
        ("pswpin", catalog.Define("swap.in", Types.Counter, "By/s", "in"), Environment.SystemPageSize),
        ("pswpout", catalog.Define("swap.out", Types.Counter, "By/s", "out"), Environment.SystemPageSize));

    /// <summary>Reads both.</summary>
    public void Read(ReadingBatch readings)
    {
        if (pages.IsEmpty)
            return;
        var lines = new Lines(file.Read(readings.Faults));
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (line.StartsWith("pswp"u8) && fields.Next(out var key) && fields.Next(out var text))
                pages.Take(key, text);
        }
        pages.Add(readings);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();
}
