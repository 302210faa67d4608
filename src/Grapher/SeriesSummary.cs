namespace Metrics.Grapher;

/// <summary>The numbers of one series over a range, in the unit of the graph; NaN where there is no data.</summary>
/// <param name="Series">The series on the graph.</param>
/// <param name="Now">The newest primary data point; the same in every range.</param>
/// <param name="Average">Mean of the known time.</param>
/// <param name="Lowest">Lowest of the original samples.</param>
/// <param name="Highest">Highest of the original samples.</param>
/// <param name="HighestAt">When, in seconds since the epoch; 0 when there is no data.</param>
/// <param name="Percentile95">95th percentile of the 5-minute averages, as providers bill.</param>
/// <param name="Total">Sum over the known time, for rates; NaN for others.</param>
public sealed record SeriesSummary(
    GraphSeries Series, double Now, double Average, double Lowest, double Highest, long HighestAt, double Percentile95, double Total);
