using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>Temperatures, fans, voltages, currents and power: /sys/class/hwmon, Documentation/hwmon/sysfs-interface.rst.</summary>
internal sealed class HwmonSource(CollectorOptions options) : ISource
{
    /// <summary>Sensors sampled of all chips; a fault says when there are more.</summary>
    internal const int MaximumSensors = 1000;

    private readonly string directory = Path.Combine(options.SysRoot, "class/hwmon");
    private readonly HwmonChips chips = new();
    private List<Sensor> sensors = [];

    public string Name => "hwmon";

    public void Discover(SeriesCatalog catalog)
    {
        var known = sensors.ToDictionary(s => s.Path);
        var found = new List<Sensor>();
        foreach (var (chip, device, path) in Chips())
        {
            var key = chips.Key(chip, device, catalog);
            foreach (var file in Directory.EnumerateFileSystemEntries(path).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal))
            {
                if (SensorKind.Of(file) is not var (kind, number))
                    continue;
                if (found.Count == MaximumSensors)
                {
                    catalog.Faults.Add(directory, $"has more than {MaximumSensors} sensors; the rest is not sampled.");
                    break;
                }
                var series = Define(catalog, kind, number, Path.Combine(path, kind.Prefix + number), key, chip, device);
                // A handle that is open stays open, unless another chip has got the number.
                if (known.TryGetValue(Path.Combine(path, file), out var sensor) && sensor.Series == series)
                    known.Remove(sensor.Path);
                else
                    sensor = new Sensor(series, Path.Combine(path, file), kind.Divisor, Path.Combine(path, $"{kind.Prefix}{number}_fault"));
                found.Add(sensor);
            }
        }
        sensors = found;
        foreach (var gone in known.Values)
            gone.Dispose();
    }

    public void Read(ReadingBatch readings)
    {
        foreach (var sensor in sensors)
            sensor.Read(readings);
    }

    public void Dispose()
    {
        foreach (var sensor in sensors)
            sensor.Dispose();
    }

    private static SeriesId Define(SeriesCatalog catalog, SensorKind kind, int number, string prefix, string key, string chip, string device) =>
        catalog.Define($"hwmon.{key}.{kind.Prefix}{number}", Types.Gauge, kind.Unit,
            Label.Of(SysText.Read(prefix + "_label") ?? $"{chip} {kind.Prefix}{number}"),
            ("crit", kind.Limit(prefix + "_crit")), ("max", kind.Limit(prefix + "_max")), ("min", kind.Limit(prefix + "_min")),
            ("chip", chip), ("device", device));

    /// <summary>The chips in the order of their devices, so that on a new store the first of a name has the plain key.</summary>
    private IEnumerable<(string Chip, string Device, string Path)> Chips()
    {
        if (!Directory.Exists(directory))
            return [];
        return Directory.EnumerateDirectories(directory)
            .Select(path => (Chip: SysText.Read(Path.Combine(path, "name")), Device: DeviceOf(path), path))
            .Where(c => c.Chip is not null)
            .Select(c => (Label.Of(c.Chip!), c.Device, c.path))
            .OrderBy(c => c.Device, StringComparer.Ordinal);
    }

    private string DeviceOf(string path) =>
        HwmonChips.DeviceOf(options.SysRoot, Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
}
