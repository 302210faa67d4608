namespace Metrics.Grapher.Language.Syntax;

/// <summary>XPORT: a column of the table.</summary>
internal sealed record ExportStatement(TextPosition At, string Variable, string Legend) : Statement(At);
