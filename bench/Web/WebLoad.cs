using Metrics.Bench.Store;
using Metrics.RrdStore;

namespace Metrics.Bench.Web;

/// <summary>A day of a large machine: readings of some hundred series every 10 s, up to now.</summary>
internal static class WebLoad
{
    private const int Interfaces = 40, Disks = 24, FileSystems = 16, Temperatures = 60, Fans = 12, Cores = 32;
    private const int Seconds = 86_400;

    /// <summary>Fills a data directory.</summary>
    /// <returns>How many series it has.</returns>
    public static int Fill(string directory)
    {
        using var store = RoundRobinStore.Open(directory);
        var series = Names().Select(one => store.Define(new SeriesDefinition(
            SeriesName.Parse(one.Name), new DataSource(DataSourceType.Gauge), StoreLoad.Schema, new SeriesMetadata(one.Unit, one.Label))).Id).ToArray();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / StoreLoad.StepSeconds * StoreLoad.StepSeconds;
        var batch = new Reading[series.Length];
        for (var time = now - Seconds; time <= now; time += StoreLoad.StepSeconds)
        {
            // A day and an hour go up and down; each series at another height.
            var wave = 2 + Math.Sin(time * 2 * Math.PI / Seconds) + 0.3 * Math.Sin(time * 2 * Math.PI / 3_600) + time / StoreLoad.StepSeconds * 7_919 % 101 * 0.002;
            for (var i = 0; i < batch.Length; i++)
                batch[i] = Reading.Of(series[i], time * 1_000_000, Math.Round(wave * (10 + i % 37), 2));
            store.Append(batch);
        }
        return series.Length;
    }

    private static IEnumerable<(string Name, string Unit, string Label)> Names() =>
    [
        .. from i in Numbers(Interfaces) from way in (string[])["in", "out"] select ($"net.bench{i}.{way}", "By/s", way),
        .. from i in Numbers(Disks) from way in (string[])["read", "write"] select ($"disk.bench{i}.{way}", "By/s", way),
        .. from i in Numbers(FileSystems) from what in (string[])["used", "free", "size"] select ($"fs.bench{i}.{what}", "By", what),
        .. from i in Numbers(Temperatures) select ($"hwmon.bench.temp{i}", "Cel", $"Core {i}"),
        .. from i in Numbers(Fans) select ($"hwmon.bench.fan{i}", "{rpm}", $"Fan {i}"),
        .. from i in Numbers(Cores) from kind in (string[])["user", "system", "iowait"] select ($"cpu.{1000 + i}.{kind}", "%", kind),
    ];

    private static IEnumerable<int> Numbers(int count) => Enumerable.Range(0, count);
}
