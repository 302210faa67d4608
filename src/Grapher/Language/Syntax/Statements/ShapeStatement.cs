namespace Metrics.Grapher.Language.Syntax;

/// <summary>LINE, AREA and the old STACK.</summary>
internal sealed record ShapeStatement(TextPosition At, ShapeStyle Style, Operand Operand) : Statement(At);
