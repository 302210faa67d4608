using System.Collections.Frozen;

namespace Metrics.Grapher.Language.Rpn;

/// <summary>Makes one value of the values that several columns have in the same row.</summary>
/// <param name="values">The values, in the order they are on the stack, the deepest first; may be changed.</param>
/// <param name="percent">The operand of PERCENT; NaN for all others.</param>
internal delegate double SetFunction(Span<double> values, double percent);

/// <summary>An operator whose last operand says how many values it takes: rrdgraph_rpn(1), "Set Operations".</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Function">What it makes of them.</param>
internal sealed record SetOperator(string Name, SetFunction Function)
{
    /// <summary>All of them that give one value, by name; SORT and REV give as many as they take.</summary>
    public static readonly FrozenDictionary<string, SetOperator> ByName = new SetOperator[]
    {
        new("AVG", (values, _) => Average(values)),
        new("SMIN", (values, _) => Extreme(values, sign: 1)),
        new("SMAX", (values, _) => Extreme(values, sign: -1)),
        new("MEDIAN", (values, _) => Median(values)),
        new("STDEV", (values, _) => Deviation(values)),
        new("PERCENT", Percentile),
    }.ToFrozenDictionary(o => o.Name);

    private static double Average(Span<double> values)
    {
        var sum = 0.0;
        var count = 0;
        for (var i = values.Length - 1; i >= 0; i--)
            if (!double.IsNaN(values[i]))
            {
                sum += values[i];
                count++;
            }
        return count == 0 ? double.NaN : sum / count;
    }

    private static double Extreme(Span<double> values, int sign)
    {
        var best = double.NaN;
        foreach (var value in values)
            if (double.IsNaN(best) || sign * value < sign * best)
                best = value;
        return best;
    }

    private static double Median(Span<double> values)
    {
        var known = KnownSorted(values);
        if (known.IsEmpty)
            return double.NaN;
        var middle = known.Length / 2;
        return known.Length % 2 == 1 ? known[middle] : 0.5 * (known[middle] + known[middle - 1]);
    }

    /// <summary>Of a sample: divided by one less than the values. VDEF's STDEV is of a population. By Welford's method from the top of the
    /// stack down, as rrdtool does it.</summary>
    private static double Deviation(Span<double> values)
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

    /// <summary>The item at round(percent · n / 100), counted from 1, of the values in order, unknown ones first. Where that is 0,
    /// rrdtool reads whatever lies before the list; here it is unknown.</summary>
    private static double Percentile(Span<double> values, double percent)
    {
        values.Sort();
        var item = (int)Math.Round(percent * values.Length / 100, MidpointRounding.AwayFromZero);
        return item < 1 ? double.NaN : values[item - 1];
    }

    private static Span<double> KnownSorted(Span<double> values)
    {
        values.Sort(); // NaN comes first
        var unknown = 0;
        while (unknown < values.Length && double.IsNaN(values[unknown]))
            unknown++;
        return values[unknown..];
    }
}
