namespace Metrics.Web.Prometheus;

/// <summary>Values of one series.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Values">One for each moment.</param>
internal sealed record QuerySeries(LabelSet Labels, double[] Values);
