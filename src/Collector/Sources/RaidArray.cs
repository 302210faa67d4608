using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>The series of one array.</summary>
internal sealed class RaidArray
{
    private readonly SeriesId active, degraded, failed, resync;

    /// <summary>Declares the series.</summary>
    public RaidArray(SeriesCatalog catalog, string key, string label, string? level)
    {
        active = Define("active", "1");
        degraded = Define("degraded", "1");
        failed = Define("failed", "1");
        resync = Define("resync", "%");

        SeriesId Define(string suffix, string unit) => catalog.Define($"raid.{key}.{suffix}", Types.Gauge, unit, label, ("level", level));
    }

    /// <summary>Gives its state.</summary>
    public void Add(ReadingBatch readings, RaidState state)
    {
        readings.Add(active, state.Active);
        readings.Add(degraded, state.Degraded);
        readings.Add(failed, state.Failed);
        readings.Add(resync, state.Progress);
    }
}
