namespace Metrics.Grapher.Language;

/// <summary>A mark at each row that is known and not zero.</summary>
/// <param name="Column">The rows.</param>
/// <param name="Colour">Colour of the marks.</param>
/// <param name="Fraction">Length as a part of the height; from the top when negative.</param>
/// <param name="Legend">What the legend says of it.</param>
public sealed record TickElement(GraphColumn Column, Rgba Colour, double Fraction, LegendText Legend) : GraphElement;
