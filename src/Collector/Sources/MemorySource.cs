using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>Memory: /proc/meminfo, proc_meminfo(5).</summary>
/// <remarks>Used, buffers, cached and free make up the total. Cached has the reclaimable slab in it, as in free(1). Free of procps 4 calls used what is
/// not available; that is the total less <c>mem.available</c>.</remarks>
internal sealed class MemorySource(CollectorOptions options) : ISource
{
    private static readonly byte[][] Keys =
    [
        [.. "MemTotal:"u8], [.. "MemFree:"u8], [.. "MemAvailable:"u8], [.. "Buffers:"u8], [.. "Cached:"u8], [.. "SReclaimable:"u8],
        [.. "SwapTotal:"u8], [.. "SwapFree:"u8],
    ];

    private const int Total = 0;
    private const int Free = 1;
    private const int Available = 2;
    private const int Buffers = 3;
    private const int Cached = 4;
    private const int Reclaimable = 5;
    private const int SwapTotal = 6;
    private const int SwapFree = 7;

    private readonly ProcFile file = new(Path.Combine(options.ProcRoot, "meminfo"));
    private readonly SwapTraffic traffic = new(options);
    private readonly double[] bytes = new double[Keys.Length];
    private SeriesId[] memory = [];
    private SeriesId[] swap = [];

    public string Name => "memory";

    public void Discover(SeriesCatalog catalog)
    {
        if (!catalog.Requires(file))
            return;
        Parse(catalog.Faults);
        memory = Define(catalog, "mem", "used", "buffers", "cached", "free", "available", "total");
        var hasSwap = bytes[SwapTotal] > 0;
        swap = hasSwap ? Define(catalog, "swap", "used", "free", "total") : [];
        traffic.Discover(catalog, hasSwap);
    }

    public void Read(ReadingBatch readings)
    {
        if (memory.Length == 0)
            return;
        Parse(readings.Faults);
        var cached = bytes[Cached] + bytes[Reclaimable];
        Add(readings, memory, [bytes[Total] - bytes[Free] - bytes[Buffers] - cached, bytes[Buffers], cached, bytes[Free], bytes[Available], bytes[Total]]);
        Add(readings, swap, [bytes[SwapTotal] - bytes[SwapFree], bytes[SwapFree], bytes[SwapTotal]]);
        traffic.Read(readings);
    }

    public void Dispose()
    {
        file.Dispose();
        traffic.Dispose();
    }

    private static SeriesId[] Define(SeriesCatalog catalog, string group, params ReadOnlySpan<string> kinds)
    {
        var series = new SeriesId[kinds.Length];
        for (var i = 0; i < kinds.Length; i++)
            series[i] = catalog.Define($"{group}.{kinds[i]}", Types.Gauge, "By", kinds[i]);
        return series;
    }

    private static void Add(ReadingBatch readings, SeriesId[] series, ReadOnlySpan<double> values)
    {
        for (var i = 0; i < series.Length; i++)
            readings.Add(series[i], values[i]);
    }

    private void Parse(FaultList faults)
    {
        Array.Fill(bytes, double.NaN);
        var lines = new Lines(file.Read(faults));
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            fields.Next(out var key);
            for (var i = 0; i < Keys.Length; i++)
                if (key.SequenceEqual(Keys[i]) && fields.NextCount(out var kilobytes))
                    bytes[i] = kilobytes * 1024.0;
        }
        foreach (var value in bytes)
            if (double.IsNaN(value))
                faults.Add(file.Path, "lacks some of the sizes of memory and swap.");
    }
}
