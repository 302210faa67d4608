namespace Metrics.Grapher.Language.Syntax;

/// <summary>SHIFT: moves a column in time, by a number of seconds or by a VDEF.</summary>
internal sealed record ShiftStatement(TextPosition At, string Variable, Operand By) : Statement(At);
