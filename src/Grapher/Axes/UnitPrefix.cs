namespace Metrics.Grapher.Axes;

/// <summary>A unit with its prefix: what a value is divided by, and what is written behind the number.</summary>
/// <param name="Divisor">Base units in one of these.</param>
/// <param name="Symbol">"Mb/s", "GiB", "ms"; empty for plain numbers.</param>
internal readonly record struct UnitPrefix(double Divisor, string Symbol)
{
    /// <summary>From this magnitude on a number of three digits would read 1000, so the next prefix is taken.</summary>
    private const double Carry = 999.5;

    private static readonly string[] Large = ["", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] Small = ["", "m", "µ", "n"];
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    /// <summary>The prefix for values of a magnitude: one for a whole axis, chosen by its top.</summary>
    public static UnitPrefix For(double magnitude, GraphUnit unit)
    {
        var size = Math.Abs(magnitude);
        var symbol = unit.Symbol();
        return unit switch
        {
            GraphUnit.Percent or GraphUnit.Celsius or GraphUnit.Rpm or GraphUnit.Load => new(1, symbol),
            GraphUnit.Seconds => ForSeconds(size),
            GraphUnit.Bytes => Up(size, 1024, Binary, symbol),
            GraphUnit.Count or GraphUnit.PerSecond when size is >= 1e-3 and < 99_999.5 or 0 => new(1, symbol),
            // Skips "m": a thousandth of an event a second would read as metres per second.
            GraphUnit.Count or GraphUnit.PerSecond when size < 1e-3 => Down(size * 1e3, symbol, 1),
            GraphUnit.Volts or GraphUnit.Amperes or GraphUnit.Watts when size is < 0.9995 and > 0 => Down(size, symbol, 0),
            _ => Up(size, 1000, Large, symbol),
        };
    }

    /// <summary>The prefix of a power of ten.</summary>
    /// <param name="exponent">A multiple of 3 from -18 to 18.</param>
    /// <param name="unit">The unit behind it.</param>
    public static UnitPrefix OfExponent(int exponent, GraphUnit unit)
    {
        string[] prefixes = ["a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E"];
        return new(Math.Pow(10, exponent), prefixes[exponent / 3 + 6] + unit.Symbol());
    }

    private static UnitPrefix ForSeconds(double size) => size switch
    {
        < 0.9995 => new(1e-3, "ms"),
        < 119.5 => new(1, "s"),
        < 7_170 => new(60, "min"),
        < 172_000 => new(3_600, "h"),
        _ => new(86_400, "d"),
    };

    private static UnitPrefix Up(double size, double @base, string[] prefixes, string symbol)
    {
        var (divisor, i) = (1.0, 0);
        while (size / divisor >= Carry && i < prefixes.Length - 1)
            (divisor, i) = (divisor * @base, i + 1);
        return new(divisor, prefixes[i] + symbol);
    }

    private static UnitPrefix Down(double size, string symbol, int skipped)
    {
        var (divisor, i) = (1.0, 0);
        while (size / divisor < 0.9995 && i < Small.Length - 1 - skipped)
            (divisor, i) = (divisor / 1000, i + 1);
        return new(divisor / Math.Pow(1000, skipped), Small[i + skipped] + symbol);
    }
}
