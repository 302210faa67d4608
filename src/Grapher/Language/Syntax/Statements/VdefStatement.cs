namespace Metrics.Grapher.Language.Syntax;

/// <summary>VDEF: one value of many.</summary>
internal sealed record VdefStatement(TextPosition At, string Name, string Source, Aggregate Function, double Percent) : Statement(At);
