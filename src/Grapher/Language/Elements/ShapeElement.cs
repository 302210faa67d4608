namespace Metrics.Grapher.Language;

/// <summary>A LINE or an AREA.</summary>
/// <param name="Style">How it is drawn.</param>
/// <param name="Column">Its values; null when it is <paramref name="Constant"/> everywhere.</param>
/// <param name="Constant">The one value; NaN when unknown or when there is a column.</param>
public sealed record ShapeElement(ShapeStyle Style, GraphColumn? Column, double Constant) : GraphElement;
