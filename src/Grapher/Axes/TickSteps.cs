namespace Metrics.Grapher.Axes;

/// <summary>The round steps of value axes, ascending.</summary>
internal static class TickSteps
{
    private static readonly double[] Mantissas = [1, 2, 2.5, 5];
    private static readonly double[] Sexagesimal = [1, 2, 5, 10, 15, 30, 60, 120];
    private static readonly double[] Hours = [1, 2, 3, 6, 12, 24, 48];

    /// <summary>Steps of a unit, in base units, beginning at or below <paramref name="from"/>.</summary>
    public static IEnumerable<double> Of(GraphUnit unit, UnitPrefix prefix, double from) => unit switch
    {
        GraphUnit.Bytes => PowersOfTwo(from),
        GraphUnit.Seconds when prefix.Symbol is "s" or "min" && from >= prefix.Divisor / 2 => Sexagesimal.Select(s => s * prefix.Divisor),
        GraphUnit.Seconds when prefix.Symbol is "h" && from >= prefix.Divisor / 2 => Hours.Select(s => s * prefix.Divisor),
        GraphUnit.Seconds => Decimal(from / prefix.Divisor).Select(s => s * prefix.Divisor),
        _ => Decimal(from),
    };

    /// <summary>Steps of temperature axes: 5, 10, 20, then 50 times powers of ten.</summary>
    public static IEnumerable<double> Temperatures(double range) => range <= 100 ? [5, 10, 20, 50] : Decimal(range / 10);

    private static IEnumerable<double> Decimal(double from)
    {
        var exponent = (int)Math.Floor(Math.Log10(from));
        for (var power = exponent; power <= exponent + 2; power++)
        {
            // Powers of ten below one are made by a division: 1e-1 is exact that way, Math.Pow(10, -1) need not be.
            var scale = power < 0 ? 1 / Math.Pow(10, -power) : Math.Pow(10, power);
            foreach (var mantissa in Mantissas)
                yield return power < 0 ? mantissa / Math.Pow(10, -power) : mantissa * scale;
        }
    }

    private static IEnumerable<double> PowersOfTwo(double from)
    {
        var step = Math.Pow(2, Math.Max(0, Math.Floor(Math.Log2(from))));
        for (var i = 0; i < 8; i++, step *= 2)
            yield return step;
    }
}
