using System.Collections.Immutable;

namespace Metrics.Grapher;

/// <summary>One layer of bars that stand on each other.</summary>
/// <param name="Label">Name in the legend: "Delivered".</param>
/// <param name="Colour">Colour; it belongs to the thing on every page.</param>
/// <param name="Values">One value per bar, oldest first, at least zero; NaN where nothing is known.</param>
public sealed record BarLayer(string Label, SeriesColour Colour, ImmutableArray<double> Values);
