namespace Metrics.Grapher;

/// <summary>One direction of a bandwidth bar, in bits per second; NaN where nothing is known.</summary>
/// <param name="Label">Its name: "Out".</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Now">The newest value.</param>
/// <param name="Highest">The highest value of the last minute: a mark in the colour of the lane.</param>
/// <param name="Percentile95">The 95th percentile over 30 days: a mark in the colour of text.</param>
public sealed record BandwidthLane(string Label, SeriesColour Colour, double Now, double Highest = double.NaN,
    double Percentile95 = double.NaN);
