namespace Metrics.Web.Prometheus;

/// <summary>What a query, or a part of one, comes to: a number or values of several series, for each moment. NaN is no value.</summary>
/// <param name="Series">The series; a single one without labels for a number.</param>
/// <param name="IsNumber">Whether it is a number.</param>
internal sealed record QueryValue(IReadOnlyList<QuerySeries> Series, bool IsNumber)
{
    /// <summary>The same number at every moment.</summary>
    public static QueryValue Number(double number, int count)
    {
        var values = new double[count];
        Array.Fill(values, number);
        return new QueryValue([new QuerySeries(LabelSet.Empty, values)], true);
    }
}
