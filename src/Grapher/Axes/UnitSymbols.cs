namespace Metrics.Grapher.Axes;

/// <summary>How units are written.</summary>
internal static class UnitSymbols
{
    /// <summary>The unit without a prefix; empty for plain numbers.</summary>
    public static string Symbol(this GraphUnit unit) => unit switch
    {
        GraphUnit.PerSecond => "/s",
        GraphUnit.BitsPerSecond => "b/s",
        GraphUnit.BytesPerSecond => "B/s",
        GraphUnit.Bytes or GraphUnit.Traffic => "B",
        GraphUnit.Percent => "%",
        GraphUnit.Celsius => "°C",
        GraphUnit.Rpm => "rpm",
        GraphUnit.Volts => "V",
        GraphUnit.Amperes => "A",
        GraphUnit.Watts => "W",
        _ => "",
    };
}
