namespace Metrics.Collector;

/// <summary>Names of sensor chips that stay the same although the kernel numbers <c>hwmonN</c> as it finds them: a key belongs to a chip's name and
/// the place of its device, for ever. The series in the store remember which.</summary>
internal sealed class HwmonChips
{
    private const string Prefix = "hwmon.";

    private readonly Dictionary<(string Chip, string Device), string> keys = [];
    private readonly HashSet<string> used = [];
    private bool loaded;

    /// <summary>The key of a chip: its name, or for a further one of that name the name and a number.</summary>
    /// <param name="chip">Name of the chip.</param>
    /// <param name="device">See <see cref="DeviceOf"/>.</param>
    /// <param name="catalog">Knows the series of earlier runs.</param>
    public string Key(string chip, string device, SeriesCatalog catalog)
    {
        if (!loaded)
            Load(catalog);
        if (keys.TryGetValue((chip, device), out var key))
            return key;
        var plain = SeriesKeys.Of(chip);
        key = plain;
        for (var i = 1; !used.Add(key); i++)
            key = $"{plain}-{i}";
        return keys[(chip, device)] = key;
    }

    /// <summary>Where a chip's device is, without what the kernel counts as it goes: <c>/devices/platform/coretemp.1</c> of
    /// <c>/sys/devices/platform/coretemp.1/hwmon/hwmon3</c>. Numbers of SCSI hosts and NVMe controllers depend on the order in which they
    /// answer; the bus address or the ATA port before them does not.</summary>
    /// <param name="sysRoot">Where sysfs is.</param>
    /// <param name="directory">The chip's directory, links resolved.</param>
    public static string DeviceOf(string sysRoot, string directory)
    {
        var parts = Path.GetRelativePath(sysRoot, directory).Split('/').SkipLast(1).ToList();
        if (parts is [.., "hwmon"])
            parts.RemoveAt(parts.Count - 1);
        return "/" + string.Join('/', parts.Select(Stable).Where(p => p.Length > 0));
    }

    private static string Stable(string part)
    {
        if (Numbered(part, "host") || part.StartsWith("target", StringComparison.Ordinal))
            return "";
        if (Numbered(part, "nvme"))
            return "nvme";
        // host:channel:target:unit
        return part.Split(':') is { Length: 4 } address && address.All(a => a.All(char.IsAsciiDigit)) ? string.Join(':', address[1..]) : part;
    }

    private static bool Numbered(string part, string prefix) =>
        part.Length > prefix.Length && part.StartsWith(prefix, StringComparison.Ordinal) && part.AsSpan(prefix.Length).IndexOfAnyExceptInRange('0', '9') < 0;

    private void Load(SeriesCatalog catalog)
    {
        loaded = true;
        foreach (var series in catalog.Known(Prefix))
        {
            var name = series.Name.Value;
            var attributes = series.Metadata.Attributes;
            var end = name.IndexOf('.', Prefix.Length);
            if (end < 0 || !attributes.TryGetValue("chip", out var chip) || !attributes.TryGetValue("device", out var device))
                continue;
            var key = name[Prefix.Length..end];
            keys[(chip, device)] = key;
            used.Add(key);
        }
    }
}
