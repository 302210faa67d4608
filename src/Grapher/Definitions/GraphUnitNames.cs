using System.Collections.Frozen;

namespace Metrics.Grapher;

/// <summary>The names under which people write units: in the configuration, and as the label of an axis.</summary>
public static class GraphUnitNames
{
    private static readonly FrozenDictionary<string, GraphUnit> Units = new Dictionary<string, GraphUnit>
    {
        ["b/s"] = GraphUnit.BitsPerSecond,
        ["bit/s"] = GraphUnit.BitsPerSecond,
        ["bits/s"] = GraphUnit.BitsPerSecond,
        ["bps"] = GraphUnit.BitsPerSecond,
        ["bits per second"] = GraphUnit.BitsPerSecond,
        ["B/s"] = GraphUnit.BytesPerSecond,
        ["By/s"] = GraphUnit.BytesPerSecond,
        ["bytes/s"] = GraphUnit.BytesPerSecond,
        ["bytes per second"] = GraphUnit.BytesPerSecond,
        ["B"] = GraphUnit.Bytes,
        ["By"] = GraphUnit.Bytes,
        ["bytes"] = GraphUnit.Bytes,
        ["%"] = GraphUnit.Percent,
        ["percent"] = GraphUnit.Percent,
        ["s"] = GraphUnit.Seconds,
        ["seconds"] = GraphUnit.Seconds,
        ["°C"] = GraphUnit.Celsius,
        ["Cel"] = GraphUnit.Celsius,
        ["celsius"] = GraphUnit.Celsius,
        ["rpm"] = GraphUnit.Rpm,
        ["V"] = GraphUnit.Volts,
        ["A"] = GraphUnit.Amperes,
        ["W"] = GraphUnit.Watts,
        ["/s"] = GraphUnit.PerSecond,
        ["1/s"] = GraphUnit.PerSecond,
        ["per second"] = GraphUnit.PerSecond,
        ["load"] = GraphUnit.Load,
        ["count"] = GraphUnit.Count,
    }.ToFrozenDictionary();

    /// <summary>All names.</summary>
    public static IEnumerable<string> All => Units.Keys.Order(StringComparer.Ordinal);

    /// <summary>The unit of a name, or null. <c>b</c> is a bit and <c>B</c> a byte; words may be written in capitals.</summary>
    public static GraphUnit? Find(string name) =>
        Units.TryGetValue(name, out var unit) ? unit
        : name.Length > 3 && Units.TryGetValue(name.ToLowerInvariant(), out unit) ? unit
        : null;
}
