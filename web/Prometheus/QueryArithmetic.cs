using Metrics.Web.Prometheus.Language;

namespace Metrics.Web.Prometheus;

/// <summary>Operators between numbers and series.</summary>
internal static class QueryArithmetic
{
    /// <summary>Combines both sides; of two series those with the same labels besides the name of the metric.</summary>
    /// <exception cref="QueryFault">Several series of one side have the same labels.</exception>
    public static QueryValue Combine(ArithmeticExpression expression, QueryValue left, QueryValue right)
    {
        if (left.IsNumber && right.IsNumber)
            return new QueryValue([Combine(expression.Operator, LabelSet.Empty, left.Series[0], right.Series[0])], true);
        if (right.IsNumber)
            return new QueryValue([.. left.Series.Select(one => Combine(expression.Operator, one.Labels.WithoutName(), one, right.Series[0]))], false);
        if (left.IsNumber)
            return new QueryValue([.. right.Series.Select(one => Combine(expression.Operator, one.Labels.WithoutName(), left.Series[0], one))], false);
        var others = ByLabels(expression, right);
        return new QueryValue([.. ByLabels(expression, left).Where(one => others.ContainsKey(one.Key))
            .Select(one => Combine(expression.Operator, one.Key, one.Value, others[one.Key]))], false);
    }

    private static Dictionary<LabelSet, QuerySeries> ByLabels(ArithmeticExpression expression, QueryValue side)
    {
        var series = new Dictionary<LabelSet, QuerySeries>(side.Series.Count);
        foreach (var one in side.Series)
            if (!series.TryAdd(one.Labels.WithoutName(), one))
                throw QueryFault.NotHere(expression.Position, "one side of the operator has several series with the same labels.");
        return series;
    }

    private static QuerySeries Combine(char operation, LabelSet labels, QuerySeries left, QuerySeries right)
    {
        var values = new double[left.Values.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = Combine(operation, left.Values[i], right.Values[i]);
        return new QuerySeries(labels, values);
    }

    private static double Combine(char operation, double left, double right) => operation switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        '/' => left / right,
        '%' => left % right,
        _ => Math.Pow(left, right),
    };
}
