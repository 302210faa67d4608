using System.Collections.Frozen;

namespace Metrics.Grapher.Language;

/// <summary>The functions of VDEF, each of which makes one value of a column: rrdgraph_rpn(1), "VARIABLES".</summary>
/// <param name="Name">As it is written.</param>
/// <param name="TakesPercent">Whether a percentage stands before it.</param>
/// <param name="Of">Works it out; the number is the percentage.</param>
internal sealed record Aggregate(string Name, bool TakesPercent, Func<GraphColumn, double, AggregateValue> Of)
{
    /// <summary>All of them, by name.</summary>
    public static readonly FrozenDictionary<string, Aggregate> ByName = new Aggregate[]
    {
        new("MAXIMUM", false, (column, _) => Extreme(column, sign: 1)),
        new("MINIMUM", false, (column, _) => Extreme(column, sign: -1)),
        new("AVERAGE", false, (column, _) => new AggregateValue(Mean(column))),
        new("STDEV", false, (column, _) => Deviation(column)),
        new("TOTAL", false, (column, _) =>
            Sum(column) is (> 0, var sum) ? new AggregateValue(sum * column.StepSeconds) : AggregateValue.Unknown),
        new("FIRST", false, (column, _) => First(column)),
        new("LAST", false, (column, _) => Last(column)),
        new("PERCENT", true, (column, percent) => Percentile(column.Values.ToArray(), percent)),
        new("PERCENTNAN", true, (column, percent) => Percentile([.. column.Values.ToArray().Where(v => !double.IsNaN(v))], percent)),
        new("LSLSLOPE", false, (column, _) => new AggregateValue(new LeastSquares(column).Slope)),
        new("LSLINT", false, (column, _) => new AggregateValue(new LeastSquares(column).Intercept)),
        new("LSLCORREL", false, (column, _) => new AggregateValue(new LeastSquares(column).Correlation)),
    }.ToFrozenDictionary(f => f.Name);

    /// <summary>The first of the largest (or, by sign, smallest) values. An infinite one counts when it is the first that is
    /// known.</summary>
    private static AggregateValue Extreme(GraphColumn column, int sign)
    {
        var values = column.Values.Span;
        var best = FirstKnown(values);
        if (best < 0)
            return AggregateValue.Unknown;
        for (var i = best + 1; i < values.Length; i++)
            if (double.IsFinite(values[i]) && sign * values[i] > sign * values[best])
                best = i;
        return new AggregateValue(values[best], column.EndOf(best));
    }

    /// <summary>First known value; its time is where its interval begins.</summary>
    private static AggregateValue First(GraphColumn column)
    {
        var first = FirstKnown(column.Values.Span);
        return first < 0 ? AggregateValue.Unknown : new AggregateValue(column.Values.Span[first], column.EndOf(first) - column.StepSeconds);
    }

    private static AggregateValue Last(GraphColumn column)
    {
        var values = column.Values.Span;
        for (var i = values.Length - 1; i >= 0; i--)
            if (!double.IsNaN(values[i]))
                return new AggregateValue(values[i], column.EndOf(i));
        return AggregateValue.Unknown;
    }

    private static int FirstKnown(ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
            if (!double.IsNaN(values[i]))
                return i;
        return -1;
    }

    private static (int Count, double Sum) Sum(GraphColumn column)
    {
        var (count, sum) = (0, 0.0);
        foreach (var value in column.Values.Span)
            if (double.IsFinite(value))
                (count, sum) = (count + 1, sum + value);
        return (count, sum);
    }

    private static double Mean(GraphColumn column) => Sum(column) is ( > 0 and var count, var sum) ? sum / count : double.NaN;

    /// <summary>Of a population; the operator STDEV of expressions is of a sample.</summary>
    private static AggregateValue Deviation(GraphColumn column)
    {
        var mean = Mean(column);
        var (count, sum) = (0, 0.0);
        foreach (var value in column.Values.Span)
            if (double.IsFinite(value))
                (count, sum) = (count + 1, sum + (value - mean) * (value - mean));
        return count == 0 ? AggregateValue.Unknown : new AggregateValue(Math.Sqrt(sum / count));
    }

    /// <summary>The value at round(percent · (n − 1) / 100) in order, unknown ones first. Of no values it is unknown; rrdtool reads
    /// memory that is not its own there.</summary>
    private static AggregateValue Percentile(double[] values, double percent)
    {
        if (values.Length == 0)
            return AggregateValue.Unknown;
        values.AsSpan().Sort();
        return new AggregateValue(values[(int)Math.Round(percent * (values.Length - 1) / 100, MidpointRounding.AwayFromZero)]);
    }
}
