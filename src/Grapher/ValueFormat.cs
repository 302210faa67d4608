namespace Metrics.Grapher;

/// <summary>Numbers for people: three significant digits, one prefix, a no-break space before the unit.</summary>
public static class ValueFormat
{
    /// <summary>A value with its unit: <c>169 Mb/s</c>, <c>54 °C</c>, <c>2.26</c>; "no data" for NaN.</summary>
    public static string Format(double value, GraphUnit unit)
    {
        var (number, symbol) = Split(value, unit);
        return symbol.Length == 0 ? number : number + '\u00A0' + symbol;
    }

    /// <summary>The number and its unit apart, so that a page can set the unit smaller.</summary>
    public static (string Number, string Unit) Split(double value, GraphUnit unit) =>
        double.IsNaN(value) ? ("no data", "") : (value.ToString("G3"), unit.ToString());
}
