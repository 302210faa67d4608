using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>Pages swapped in and out: /proc/vmstat, proc_vmstat(5).</summary>
internal sealed class SwapTraffic(CollectorOptions options) : IDisposable
{
    private readonly ProcFile file = new(Path.Combine(options.ProcRoot, "vmstat"));
    private (SeriesId In, SeriesId Out)? series;

    /// <summary>Declares the series where there is swap.</summary>
    public void Discover(SeriesCatalog catalog, bool hasSwap) => series = hasSwap && file.Exists
        ? (catalog.Define("swap.in", Types.Counter, "By/s", "in"), catalog.Define("swap.out", Types.Counter, "By/s", "out"))
        : null;

    /// <summary>Reads both.</summary>
    public void Read(ReadingBatch readings)
    {
        if (series is not { } found)
            return;
        ulong? swappedIn = null, swappedOut = null;
        var lines = new Lines(file.Read(readings.Faults));
        while (lines.Next(out var line))
        {
            if (!line.StartsWith("pswp"u8))
                continue;
            var fields = new Fields(line);
            if (!fields.Next(out var key) || !fields.NextCount(out var pages))
                continue;
            if (key.SequenceEqual("pswpin"u8))
                swappedIn = pages;
            else if (key.SequenceEqual("pswpout"u8))
                swappedOut = pages;
        }
        Add(readings, found.In, swappedIn);
        Add(readings, found.Out, swappedOut);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private void Add(ReadingBatch readings, SeriesId one, ulong? pages)
    {
        if (pages is { } count)
        {
            readings.AddCount(one, count * (ulong)Environment.SystemPageSize);
            return;
        }
        readings.AddUnknown(one);
        readings.Faults.Add(file.Path, "lacks pswpin or pswpout.");
    }
}
