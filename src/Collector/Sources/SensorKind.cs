using System.Collections.Immutable;
using System.Globalization;

namespace Metrics.Collector;

/// <summary>A kind of sensor of hwmon: Documentation/hwmon/sysfs-interface.rst.</summary>
/// <param name="Prefix">How its files begin.</param>
/// <param name="Unit">Unit of its values, UCUM.</param>
/// <param name="Divisor">The files hold the unit times this.</param>
/// <param name="Highest">A limit from here on, in units, is one that nobody has set: an NVMe drive says 65,535 K.</param>
internal sealed record SensorKind(string Prefix, string Unit, double Divisor, double Highest)
{
    /// <summary>Sensors of one kind that a chip may have.</summary>
    private const int MaximumNumber = 999;

    private static readonly ImmutableArray<SensorKind> All =
    [
        new("temp", "Cel", 1000, 1000),
        new("fan", "{rpm}", 1, 1_000_000),
        new("in", "V", 1000, 100_000),
        new("curr", "A", 1000, 100_000),
        new("power", "W", 1_000_000, 1_000_000),
    ];

    /// <summary>The kind and number of a file <c>temp1_input</c>; null for any other file. A meter of power that only averages has <c>power1_average</c>.</summary>
    public static (SensorKind Kind, int Number)? Of(string file)
    {
        foreach (var kind in All)
        {
            var suffix = kind.Prefix == "power" && file.EndsWith("_average", StringComparison.Ordinal) ? "_average" : "_input";
            if (file.StartsWith(kind.Prefix, StringComparison.Ordinal) && file.EndsWith(suffix, StringComparison.Ordinal)
                && file.Length > kind.Prefix.Length + suffix.Length
                && int.TryParse(file.AsSpan(kind.Prefix.Length..^suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number <= MaximumNumber)
                return (kind, number);
        }
        return null;
    }

    /// <summary>A limit beside a sensor as an attribute, in its unit; null when there is none.</summary>
    public string? Limit(string path) => SysText.ReadNumber(path) is { } value && Math.Abs(value / Divisor) < Highest
        ? (value / Divisor).ToString(CultureInfo.InvariantCulture)
        : null;
}
