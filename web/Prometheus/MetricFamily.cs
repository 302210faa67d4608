using Metrics.RrdStore;

namespace Metrics.Web.Prometheus;

/// <summary>The metric of Prometheus that a series belongs to: one for each unit, in base units as Prometheus wants them. One rule for
/// <c>/metrics</c> and for queries, so that a panel drawn from one holds for the other.</summary>
/// <param name="Name">The name of the metric.</param>
/// <param name="Help">What it is, as a sentence.</param>
/// <param name="Factor">What a stored value is multiplied by.</param>
internal sealed record MetricFamily(string Name, string Help, double Factor)
{
    private static readonly MetricFamily WithoutUnit = new("metrics_series_value", "Current values without a unit.", 1);

    /// <summary>By the UCUM code of the unit.</summary>
    private static readonly Dictionary<string, MetricFamily> ByUnit = new()
    {
        ["By/s"] = Of("bytes_per_second"),
        ["By"] = Of("bytes"),
        ["%"] = Of("ratio", 0.01),
        ["s"] = Of("seconds"),
        ["Cel"] = Of("celsius"),
        ["{rpm}"] = Of("rpm"),
        ["V"] = Of("volts"),
        ["A"] = Of("amperes"),
        ["W"] = Of("watts"),
        ["1/s"] = Of("per_second"),
    };

    /// <summary>The metric of a series.</summary>
    public static MetricFamily Of(SeriesInfo series) => ByUnit.GetValueOrDefault(series.Metadata.Unit, WithoutUnit);

    private static MetricFamily Of(string unit, double factor = 1) =>
        new($"metrics_series_{unit}", $"Current values in {unit.Replace('_', ' ')}.", factor);
}
