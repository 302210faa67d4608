namespace Metrics.Grapher.Language.Syntax;

/// <summary>A statement that was understood: names are known and of the right kind, numbers are in their limits.</summary>
/// <param name="At">Where it begins.</param>
internal abstract record Statement(TextPosition At);
