using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>Time since the machine was started: /proc/uptime, proc_uptime(5).</summary>
internal sealed class UptimeSource(CollectorOptions options) : ISource
{
    private readonly ProcFile file = new(Path.Combine(options.ProcRoot, "uptime"));
    private SeriesId? uptime;

    public string Name => "uptime";

    public void Discover(SeriesCatalog catalog) =>
        uptime = catalog.Requires(file) ? catalog.Define("uptime", Types.Gauge, "s", "Uptime") : null;

    public void Read(ReadingBatch readings)
    {
        if (uptime is not { } series)
            return;
        new Lines(file.Read(readings.Faults)).Next(out var line);
        if (!new Fields(line).NextNumber(out var seconds))
            readings.Faults.Add(file.Path, "has no uptime.");
        readings.Add(series, seconds);
    }

    public void Dispose() => file.Dispose();
}
