namespace Metrics.Grapher.Language.Syntax;

/// <summary>HRULE and VRULE.</summary>
internal sealed record RuleStatement(TextPosition At, bool IsVertical, Operand Operand, Rgba Colour, LegendText Legend,
    DashPattern? Dashes) : Statement(At);
