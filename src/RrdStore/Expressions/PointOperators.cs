namespace Metrics.RrdStore.Expressions;

/// <summary>What the operators make of numbers: rrdgraph_rpn(1) and rpn_calc of rrd_rpncalc.c. Unknown is NaN.</summary>
/// <remarks>The grapher has its own, which work on whole columns with vectors; a point here is a single number, once a step.</remarks>
internal static class PointOperators
{
    // The constants of rrd_rpncalc.c, whose digits are part of the meaning.
    private const double DegreesPerRadian = 57.29577951;
    private const double RadiansPerDegree = 0.0174532952;

    /// <summary>Of one number; null when the operator does not take one.</summary>
    public static double? Of(RpnCode code, double a) => code switch
    {
        RpnCode.Sine => Math.Sin(a),
        RpnCode.Cosine => Math.Cos(a),
        RpnCode.Logarithm => Math.Log(a),
        RpnCode.Exponential => Math.Exp(a),
        RpnCode.Floor => Math.Floor(a),
        RpnCode.Ceiling => Math.Ceiling(a),
        RpnCode.Round => Math.Round(a, MidpointRounding.AwayFromZero),
        RpnCode.IsUnknown => double.IsNaN(a) ? 1 : 0,
        RpnCode.IsInfinite => double.IsInfinity(a) ? 1 : 0,
        RpnCode.ArcTangent => Math.Atan(a),
        RpnCode.SquareRoot => Math.Sqrt(a),
        RpnCode.ToDegrees => DegreesPerRadian * a,
        RpnCode.ToRadians => RadiansPerDegree * a,
        RpnCode.Absolute => Math.Abs(a),
        _ => null,
    };

    /// <summary>Of two numbers; null when the operator does not take two.</summary>
    public static double? Of(RpnCode code, double a, double b) => code switch
    {
        RpnCode.Add => a + b,
        RpnCode.Subtract => a - b,
        RpnCode.Multiply => a * b,
        RpnCode.Divide => a / b,
        RpnCode.Modulo => a % b,
        RpnCode.Power => Math.Pow(a, b),
        RpnCode.ArcTangentOfTwo => Math.Atan2(a, b),
        RpnCode.Less => Compared(a, b, a < b),
        RpnCode.LessOrEqual => Compared(a, b, a <= b),
        RpnCode.Greater => Compared(a, b, a > b),
        RpnCode.GreaterOrEqual => Compared(a, b, a >= b),
        RpnCode.Equal => Compared(a, b, a == b),
        RpnCode.NotEqual => Compared(a, b, a != b),
        RpnCode.Minimum => AreKnown(a, b) ? a > b ? b : a : double.NaN,
        RpnCode.Maximum => AreKnown(a, b) ? a < b ? b : a : double.NaN,
        RpnCode.AddKnown => AreKnown(a, b) ? a + b : Known(a, b),
        RpnCode.MinimumKnown => AreKnown(a, b) ? a > b ? b : a : Known(a, b),
        RpnCode.MaximumKnown => AreKnown(a, b) ? a < b ? b : a : Known(a, b),
        _ => null,
    };

    /// <summary>Of three numbers; null when the operator does not take three.</summary>
    public static double? Of(RpnCode code, double a, double b, double c) => code switch
    {
        RpnCode.If => double.IsNaN(a) || a == 0 ? c : b,
        RpnCode.Limit => double.IsNaN(b) || double.IsNaN(c) || a < b || a > c ? double.NaN : a,
        _ => null,
    };

    /// <summary>Of so many numbers as the operator is told; null when it does not take so.</summary>
    /// <param name="code">The operator.</param>
    /// <param name="values">The numbers, the deepest first. Their order changes.</param>
    public static double? Of(RpnCode code, Span<double> values) => code switch
    {
        RpnCode.Average => Average(values),
        RpnCode.Smallest => Sorted(values) is { IsEmpty: false } known ? known[0] : double.NaN,
        RpnCode.Largest => Sorted(values) is { IsEmpty: false } known ? known[^1] : double.NaN,
        RpnCode.Median => Sorted(values) is { IsEmpty: false } known ? 0.5 * (known[(known.Length - 1) / 2] + known[known.Length / 2]) : double.NaN,
        RpnCode.Deviation => Deviation(values),
        _ => null,
    };

    /// <summary>The item at round(percent · n / 100), counted from 1, of the numbers in order, unknown ones first. Where that is none,
    /// rrdtool reads what lies before the list; here it is unknown.</summary>
    public static double Percentile(Span<double> values, double percent)
    {
        values.Sort();
        var item = Math.Round(percent * values.Length / 100, MidpointRounding.AwayFromZero);
        return item >= 1 && item <= values.Length ? values[(int)item - 1] : double.NaN;
    }

    private static double Compared(double a, double b, bool holds) => !AreKnown(a, b) ? double.NaN : holds ? 1 : 0;

    private static bool AreKnown(double a, double b) => !double.IsNaN(a) && !double.IsNaN(b);

    private static double Known(double a, double b) => double.IsNaN(a) ? b : a;

    // From the top of the stack down, as rrdtool does it: to the last bit.
    private static double Average(ReadOnlySpan<double> values)
    {
        var (sum, count) = (0.0, 0);
        for (var i = values.Length - 1; i >= 0; i--)
            if (!double.IsNaN(values[i]))
                (sum, count) = (sum + values[i], count + 1);
        return count == 0 ? double.NaN : sum / count;
    }

    // Of a sample, by Welford's method.
    private static double Deviation(ReadOnlySpan<double> values)
    {
        var (mean, squares, count) = (0.0, 0.0, 0);
        for (var i = values.Length - 1; i >= 0; i--)
        {
            if (double.IsNaN(values[i]))
                continue;
            var difference = values[i] - mean;
            mean += difference / ++count;
            squares += difference * (values[i] - mean);
        }
        return count < 2 ? double.NaN : Math.Sqrt(squares / (count - 1));
    }

    // The known ones in order; unknown ones come before them.
    private static Span<double> Sorted(Span<double> values)
    {
        values.Sort();
        return values[(values.LastIndexOf(double.NaN) + 1)..];
    }
}
