namespace Metrics.Grapher.Language.Syntax;

/// <summary>TICK.</summary>
internal sealed record TickStatement(TextPosition At, string Variable, Rgba Colour, double Fraction, LegendText Legend) : Statement(At);
