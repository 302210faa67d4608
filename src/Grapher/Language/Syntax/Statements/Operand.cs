namespace Metrics.Grapher.Language.Syntax;

/// <summary>A variable, or a number when there is none.</summary>
internal readonly record struct Operand(string? Variable, double Number);
