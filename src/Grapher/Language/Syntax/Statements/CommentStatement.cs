namespace Metrics.Grapher.Language.Syntax;

/// <summary>COMMENT.</summary>
internal sealed record CommentStatement(TextPosition At, LegendText Text) : Statement(At);
