namespace Metrics.Grapher.Language;

/// <summary>Something to draw, with all values known. Elements are drawn, and written into the legend, in the order of the text.</summary>
public abstract record GraphElement;

/// <summary>A LINE or an AREA.</summary>
/// <param name="Style">How it is drawn.</param>
/// <param name="Column">Its values; null when it is <paramref name="Constant"/> everywhere.</param>
/// <param name="Constant">The one value; NaN when unknown or when there is a column.</param>
public sealed record ShapeElement(ShapeStyle Style, GraphColumn? Column, double Constant) : GraphElement;

/// <summary>A mark at each row that is known and not zero.</summary>
/// <param name="Column">The rows.</param>
/// <param name="Colour">Colour of the marks.</param>
/// <param name="Fraction">Length as a part of the height; from the top when negative.</param>
/// <param name="Legend">What the legend says of it.</param>
public sealed record TickElement(GraphColumn Column, Rgba Colour, double Fraction, LegendText Legend) : GraphElement;

/// <summary>A line over the whole width or height.</summary>
/// <param name="IsVertical">True for VRULE, whose position is a time in seconds since the epoch; else the position is a value.</param>
/// <param name="Position">Where; NaN when unknown: it is not drawn.</param>
/// <param name="Colour">Colour.</param>
/// <param name="Legend">What the legend says of it.</param>
/// <param name="Dashes">Dashes, or null.</param>
public sealed record RuleElement(bool IsVertical, double Position, Rgba Colour, LegendText Legend, DashPattern? Dashes) : GraphElement;

/// <summary>A piece of text in the legend: COMMENT or GPRINT.</summary>
/// <param name="Text">The text.</param>
public sealed record TextElement(LegendText Text) : GraphElement;

/// <summary>How the lines of the legend from here on are aligned.</summary>
/// <param name="Alignment">How.</param>
public sealed record AlignElement(TextAlignment Alignment) : GraphElement;
