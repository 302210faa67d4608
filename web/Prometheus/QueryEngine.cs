using Metrics.RrdStore;
using Metrics.Web.Prometheus.Language;

namespace Metrics.Web.Prometheus;

/// <summary>Works out one query. What it may read and give is bounded.</summary>
internal sealed class QueryEngine(MetricCatalog catalog, QueryTimes times)
{
    private const int MostSeries = 1_000;
    private const long MostValues = 1_000_000;
    private const long MostWork = 20_000_000;
    private const int MostRows = 2_000_000;

    /// <summary>With it no archive has more rows in the time asked for than can be counted.</summary>
    private const long LongestSeconds = 30L * 366 * 86_400;

    /// <summary>A window is made of about so many rows, so that its ends are right to 1 %.</summary>
    private const int RowsInWindow = 100;

    private long values;
    private long work;

    /// <summary>Works it out.</summary>
    /// <exception cref="QueryFault">It would be too much, or does not fit together.</exception>
    public QueryValue Evaluate(QueryExpression expression) => expression switch
    {
        NumberExpression number => QueryValue.Number(number.Value, times.Count),
        SelectorExpression selector => Read(selector, ConsolidationFunction.Average, 0, times.StepSeconds, static (rows, seconds) => rows.At(seconds)),
        OverTimeExpression over => Window(over),
        AggregationExpression aggregation => Aggregate(aggregation),
        ArithmeticExpression arithmetic => QueryArithmetic.Combine(arithmetic, Evaluate(arithmetic.Left), Evaluate(arithmetic.Right)),
        _ => throw new NotSupportedException(expression.GetType().Name),
    };

    private QueryValue Window(OverTimeExpression over)
    {
        var function = over.Function switch
        {
            "min" => ConsolidationFunction.Minimum,
            "max" => ConsolidationFunction.Maximum,
            "last" => ConsolidationFunction.Last,
            _ => ConsolidationFunction.Average,
        };
        var resolution = (int)Math.Clamp(over.Seconds / RowsInWindow, 1, int.MaxValue);
        var read = Read(over.Selector, function, over.Seconds, resolution, (rows, seconds) => rows.Over(over.Function, seconds, over.Seconds));
        return over.Function == "last" ? read : read with { Series = [.. read.Series.Select(series => series with { Labels = series.Labels.WithoutName() })] };
    }

    private QueryValue Read(SelectorExpression selector, ConsolidationFunction function, long window, int resolution, Func<SeriesRows, long, double> at)
    {
        var offset = selector.OffsetSeconds;
        var range = new TimeRange(Math.Max(0, times.Seconds(0) - offset - Math.Max(window, times.StepSeconds)), Math.Max(1, times.Seconds(times.Count - 1) - offset));
        if (range.Seconds > LongestSeconds)
            throw QueryFault.TooMuch("A query reaches over at most 30 years.");
        var result = new List<QuerySeries>();
        foreach (var entry in catalog.Select(selector.Matchers))
        {
            Charge(ref values, times.Count, MostValues, "values");
            if (result.Count == MostSeries)
                throw QueryFault.TooMuch($"The query matches more than {MostSeries:N0} series; name fewer.");
            var rows = SeriesRows.Read(catalog.Store, entry.Series, function, range, resolution, MostRows)
                ?? throw QueryFault.TooMuch($"The query would read more than {MostRows:N0} rows of a series; ask for less time.");
            Charge(ref work, rows.Count + times.Count * Math.Min(rows.Count, window / rows.StepSeconds + 1), MostWork, "rows");
            var row = new double[times.Count];
            for (var i = 0; i < row.Length; i++)
                row[i] = at(rows, times.Seconds(i) - offset) * entry.Family.Factor;
            result.Add(new QuerySeries(entry.Labels, row));
        }
        return new QueryValue(result, false);
    }

    private QueryValue Aggregate(AggregationExpression aggregation)
    {
        var of = Evaluate(aggregation.Of);
        if (of.IsNumber)
            throw QueryFault.BadData($"1:{aggregation.Position}: {aggregation.Function} takes series, not a number.");
        var groups = of.Series.GroupBy(series => new LabelSet(series.Labels.All.Where(label => Keeps(aggregation, label.Key))));
        if (aggregation.Function is "topk" or "bottomk")
            return new QueryValue(Ranked([.. groups.SelectMany(group => Extremes(aggregation, [.. group]))], aggregation.Function == "topk"), false);
        return new QueryValue([.. groups.Select(group => new QuerySeries(group.Key, Aggregate(aggregation.Function, [.. group])))], false);
    }

    /// <summary>The series of a group, each with those of its values that are among the largest, or smallest, of their moment.</summary>
    private QuerySeries[] Extremes(AggregationExpression aggregation, QuerySeries[] group)
    {
        var sign = aggregation.Function == "topk" ? -1 : 1;
        var result = group.Select(series => series with { Values = Unknown(times.Count) }).ToArray();
        for (var i = 0; i < times.Count; i++)
            foreach (var rank in Enumerable.Range(0, group.Length).Where(at => !double.IsNaN(group[at].Values[i])).OrderBy(at => sign * group[at].Values[i]).Take(aggregation.Most))
                result[rank].Values[i] = group[rank].Values[i];
        return result;
    }

    /// <summary>At one moment the largest, or smallest, come first.</summary>
    private QuerySeries[] Ranked(QuerySeries[] series, bool isDescending) =>
        times.Count > 1 ? series : [.. series.OrderBy(one => isDescending ? -one.Values[0] : one.Values[0])];

    private static double[] Unknown(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }

    private static bool Keeps(AggregationExpression aggregation, string label) => aggregation.Without
        ? label != LabelSet.MetricName && !aggregation.Labels.Contains(label)
        : aggregation.Labels.Contains(label);

    private double[] Aggregate(string function, QuerySeries[] group)
    {
        var result = new double[times.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var known = group.Select(series => series.Values[i]).Where(value => !double.IsNaN(value));
            result[i] = !known.Any() ? double.NaN : function switch
            {
                "sum" => known.Sum(),
                "min" => known.Min(),
                "max" => known.Max(),
                "count" => known.Count(),
                _ => known.Average(),
            };
        }
        return result;
    }

    private static void Charge(ref long total, long more, long most, string what)
    {
        if ((total += more) > most)
            throw QueryFault.TooMuch($"The query would take more than {most:N0} {what}; ask for fewer series, less time or a larger step.");
    }
}
