using System.Globalization;
using Metrics.Grapher.Axes;

namespace Metrics.Grapher;

/// <summary>Numbers for people: three significant digits, one prefix, a no-break space before the unit.</summary>
public static class ValueFormat
{
    private const string ThinSpace = "\u2009";
    private const string Minus = "\u2212";

    private static readonly NumberFormatInfo Digits = new()
    {
        NumberGroupSeparator = ThinSpace,
        NegativeSign = Minus,
        NumberNegativePattern = 1,
    };

    /// <summary>A value with its unit: <c>169 Mb/s</c>, <c>54 °C</c>, <c>2.26</c>; "no data" for NaN.</summary>
    public static string Format(double value, GraphUnit unit)
    {
        var (number, symbol) = Split(value, unit);
        return symbol.Length == 0 ? number : number + '\u00A0' + symbol;
    }

    /// <summary>The number and its unit apart, so that a page can set the unit smaller.</summary>
    public static (string Number, string Unit) Split(double value, GraphUnit unit)
    {
        if (double.IsNaN(value))
            return ("no data", "");
        if (double.IsInfinity(value))
            return (value > 0 ? "∞" : Minus + "∞", unit.Symbol());
        var prefix = UnitPrefix.For(value, unit);
        return (Number(value / prefix.Divisor, unit, prefix.Symbol), prefix.Symbol);
    }

    /// <summary>The number alone, for a row whose unit is already said: <c>87.4</c> after <c>169 Mb/s</c> means Mb/s too.</summary>
    /// <param name="value">The value.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="like">The value whose prefix is used; a value of another magnitude gets its own prefix and unit.</param>
    public static string Like(double value, GraphUnit unit, double like)
    {
        var text = Split(value, unit);
        return text.Unit.Length == 0 || text.Unit == Split(like, unit).Unit ? text.Number : Format(value, unit);
    }

    /// <summary>The unit of a sum over time: traffic of bits or bytes per second, a count of events per second; null for others.</summary>
    public static GraphUnit? TotalUnit(GraphUnit unit) => unit switch
    {
        GraphUnit.BitsPerSecond or GraphUnit.BytesPerSecond => GraphUnit.Traffic,
        GraphUnit.PerSecond => GraphUnit.Count,
        _ => null,
    };

    /// <summary>An axis label: as many decimals as the number needs, thousands grouped.</summary>
    /// <param name="value">The number.</param>
    /// <param name="significant">Its most digits. Ten are what a tick needs; the rest is what 0.1 + 0.2 leaves behind.</param>
    internal static string Plain(double value, int significant = 10) => Math.Abs(value) is >= 1e7 or (> 0 and < 1e-6)
        ? value.ToString("0.###E0", Digits)
        : WithoutSignOfZero(Round(value, significant)).ToString("#,0.##########", Digits);

    private static string Number(double value, GraphUnit unit, string symbol)
    {
        var size = Math.Abs(value);
        return unit switch
        {
            GraphUnit.Load => Fixed(value, 2),
            GraphUnit.Celsius => Fixed(value, size >= 39.95 ? 0 : 1),
            GraphUnit.Percent => Fixed(value, size is >= 9.95 or < 0.05 ? 0 : 1),
            GraphUnit.Rpm => Fixed(value, 0),
            GraphUnit.Count or GraphUnit.PerSecond when symbol == unit.Symbol() && size >= 99.95 => Fixed(value, 0),
            GraphUnit.Count when value == Math.Round(value) => Fixed(value, 0),
            _ => ThreeDigits(value, size),
        };
    }

    private static string ThreeDigits(double value, double size) => size switch
    {
        0 => "0",
        >= 99.95 => Fixed(value, 0),
        >= 9.995 => Fixed(value, 1),
        >= 0.0995 => Fixed(value, 2),
        _ => Plain(Round(value, 3)),
    };

    private static string Fixed(double value, int decimals) =>
        WithoutSignOfZero(Math.Round(value, decimals, MidpointRounding.AwayFromZero)).ToString("N" + decimals, Digits);

    private static double WithoutSignOfZero(double value) => value == 0 ? 0 : value;

    private static double Round(double value, int significant)
    {
        if (value == 0)
            return 0;
        var decimals = significant - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return decimals is >= 0 and <= 15 ? Math.Round(value, decimals) : value;
    }
}
