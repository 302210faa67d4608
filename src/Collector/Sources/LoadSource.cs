using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>Load averages: /proc/loadavg, proc_loadavg(5).</summary>
internal sealed class LoadSource(CollectorOptions options) : ISource
{
    private readonly ProcFile file = new(Path.Combine(options.ProcRoot, "loadavg"));
    private SeriesId[] averages = [];

    public string Name => "load";

    public void Discover(SeriesCatalog catalog)
    {
        if (!catalog.Requires(file))
            return;
        var cores = Environment.ProcessorCount.ToString();
        averages =
        [
            catalog.Define("load.1m", Types.Gauge, "1", "1 minute", ("cores", cores)),
            catalog.Define("load.5m", Types.Gauge, "1", "5 minutes", ("cores", cores)),
            catalog.Define("load.15m", Types.Gauge, "1", "15 minutes", ("cores", cores)),
        ];
    }

    public void Read(ReadingBatch readings)
    {
        if (averages.Length == 0)
            return;
        new Lines(file.Read(readings.Faults)).Next(out var line);
        var fields = new Fields(line);
        foreach (var average in averages)
        {
            if (!fields.NextNumber(out var load))
                readings.Faults.Add(file.Path, "has no three load averages.");
            readings.Add(average, load);
        }
    }

    public void Dispose() => file.Dispose();
}
