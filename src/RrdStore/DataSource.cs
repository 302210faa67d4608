namespace Metrics.RrdStore;

/// <summary>How the readings of a series are understood.</summary>
/// <param name="Type">How a reading becomes a rate.</param>
/// <param name="Minimum">The smallest possible rate, in units (per second for all but gauges); a smaller one is unknown. NaN: no limit.</param>
/// <param name="Maximum">The largest possible rate; a larger one is unknown. NaN: no limit.</param>
/// <param name="Expression">For <see cref="DataSourceType.Compute"/>, and only for it, how its points follow from those that other series have
/// of the same step: numbers, operators and names of series, parted by commas (rrdgraph_rpn(1)). A store names the series by what they are
/// called now.</param>
/// <exception cref="ArgumentException">The minimum is not below the maximum, or a limit is infinite.</exception>
public sealed record DataSource(DataSourceType Type, double Minimum = double.NaN, double Maximum = double.NaN, string? Expression = null)
{
    /// <summary>The smallest possible rate, or NaN.</summary>
    public double Minimum { get; } = !double.IsInfinity(Minimum) && !(Minimum >= Maximum)
        ? Minimum
        : throw new ArgumentException($"The minimum ({Minimum}) must be finite and below the maximum ({Maximum}).", nameof(Minimum));

    /// <summary>The largest possible rate, or NaN.</summary>
    public double Maximum { get; } = !double.IsInfinity(Maximum)
        ? Maximum
        : throw new ArgumentException($"The maximum ({Maximum}) must be finite.", nameof(Maximum));
}
