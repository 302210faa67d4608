namespace Metrics.Grapher.Written;

/// <summary>Marks along the plot: TICK.</summary>
/// <param name="Buckets">The buckets that have one, ascending.</param>
/// <param name="Colour">Their colour.</param>
/// <param name="Fraction">Their length as a part of the height; from the top when negative.</param>
internal sealed record TickRow(int[] Buckets, SeriesColour Colour, double Fraction);
