namespace Metrics.Collector;

/// <summary>Thermal zones, on machines whose hwmon has no temperature: /sys/class/thermal, Documentation/ABI/testing/sysfs-class-thermal.</summary>
internal sealed class ThermalSource(CollectorOptions options) : ISource
{
    /// <summary>Zones sampled.</summary>
    internal const int MaximumZones = 100;

    private const double Divisor = 1000;

    private readonly string directory = Path.Combine(options.SysRoot, "class/thermal");
    private List<Sensor> zones = [];

    public string Name => "thermal";

    public void Discover(SeriesCatalog catalog)
    {
        Dispose();
        zones = [];
        if (!Directory.Exists(directory) || HasTemperature(Path.Combine(options.SysRoot, "class/hwmon")))
            return;
        var used = new HashSet<string>();
        foreach (var path in Directory.EnumerateDirectories(directory, "thermal_zone*").OrderBy(p => p.Length).ThenBy(p => p, StringComparer.Ordinal).Take(MaximumZones))
        {
            if (SysText.Read(Path.Combine(path, "type")) is not { } type || !File.Exists(Path.Combine(path, "temp")))
                continue;
            var key = SeriesKeys.Of(type);
            for (var i = 1; !used.Add(key); i++)
                key = $"{SeriesKeys.Of(type)}-{i}";
            zones.Add(new Sensor(catalog.Define($"thermal.{key}", Types.Gauge, "Cel", Label.Of(type)), Path.Combine(path, "temp"), Divisor));
        }
    }

    public void Read(ReadingBatch readings)
    {
        foreach (var zone in zones)
            zone.Read(readings);
    }

    public void Dispose()
    {
        foreach (var zone in zones)
            zone.Dispose();
    }

    private static bool HasTemperature(string hwmon) => Directory.Exists(hwmon)
        && Directory.EnumerateDirectories(hwmon).Any(chip => Directory.EnumerateFiles(chip, "temp*_input").Any());
}
