namespace Metrics.Collector;

/// <summary>What /sys/class/net says of an interface: Documentation/ABI/testing/sysfs-class-net.</summary>
/// <param name="BitsPerSecond">Speed of the link; null when it has none or does not know it.</param>
/// <param name="IsDevice">Whether a device is behind it. A tap or bridge has none, says 10 Mbit/s and carries gigabits.</param>
/// <param name="Alias">What the administrator calls it, or null.</param>
internal readonly record struct InterfaceLink(long? BitsPerSecond, bool IsDevice, string? Alias)
{
    /// <summary>Network cards bring their counters up to date about once a second, so that 2 s may show the bytes of 3 s. Beyond twice the
    /// speed it is no traffic but a counter gone wrong.</summary>
    private const double Margin = 2;

    /// <summary>The largest rate that is believed, or NaN for no limit.</summary>
    public double MaximumBytesPerSecond => IsDevice && BitsPerSecond is { } speed ? speed / 8.0 * Margin : double.NaN;

    /// <summary>Reads it.</summary>
    public static InterfaceLink Of(string sysRoot, string name)
    {
        var directory = Path.Combine(sysRoot, "class/net", name);
        var megabits = SysText.ReadNumber(Path.Combine(directory, "speed"));
        var alias = SysText.Read(Path.Combine(directory, "ifalias"));
        return new InterfaceLink(
            megabits is > 0 and < int.MaxValue ? megabits * 1_000_000 : null,
            Directory.Exists(Path.Combine(directory, "device")),
            alias is null ? null : Label.Of(alias));
    }
}
