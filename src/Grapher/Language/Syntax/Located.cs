namespace Metrics.Grapher.Language.Syntax;

/// <summary>Something and where it begins.</summary>
internal readonly record struct Located<T>(T Value, TextPosition At);
