namespace Metrics.Grapher.Language;

/// <summary>A line over the whole width or height.</summary>
/// <param name="IsVertical">True for VRULE, whose position is a time in seconds since the epoch; else the position is a value.</param>
/// <param name="Position">Where; NaN when unknown: it is not drawn.</param>
/// <param name="Colour">Colour.</param>
/// <param name="Legend">What the legend says of it.</param>
/// <param name="Dashes">Dashes, or null.</param>
public sealed record RuleElement(bool IsVertical, double Position, Rgba Colour, LegendText Legend, DashPattern? Dashes) : GraphElement;
