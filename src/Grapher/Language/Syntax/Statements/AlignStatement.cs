namespace Metrics.Grapher.Language.Syntax;

/// <summary>TEXTALIGN.</summary>
internal sealed record AlignStatement(TextPosition At, TextAlignment Alignment) : Statement(At);
