namespace Metrics.Grapher.Known;

/// <summary>The units of graphs by the codes of UCUM that series carry.</summary>
internal static class UcumUnits
{
    /// <summary>The unit of a code and what a value is multiplied by; a plain number for codes that are not known.</summary>
    public static (GraphUnit Unit, double Factor) Find(string ucum) => ucum switch
    {
        "By/s" => (GraphUnit.BytesPerSecond, 1),
        "bit/s" => (GraphUnit.BitsPerSecond, 1),
        "By" => (GraphUnit.Bytes, 1),
        "%" => (GraphUnit.Percent, 1),
        "s" => (GraphUnit.Seconds, 1),
        "ms" => (GraphUnit.Seconds, 1e-3),
        "Cel" => (GraphUnit.Celsius, 1),
        "{rpm}" => (GraphUnit.Rpm, 1),
        "V" => (GraphUnit.Volts, 1),
        "A" => (GraphUnit.Amperes, 1),
        "W" => (GraphUnit.Watts, 1),
        "1/s" => (GraphUnit.PerSecond, 1),
        _ => (GraphUnit.Count, 1),
    };
}
