namespace Metrics.Analyzers;

/// <summary>How the reading of a log goes.</summary>
/// <param name="Path">The log.</param>
/// <param name="Format">Its format.</param>
/// <param name="Lines">Lines read since the start.</param>
/// <param name="UnknownLines">Lines of them whose shape is not known.</param>
/// <param name="Shapes">How these lines look, the most frequent first.</param>
/// <param name="Fault">What is wrong with it, as a sentence without its subject; null when nothing is.</param>
public sealed record LogStatus(string Path, string Format, long Lines, long UnknownLines, IReadOnlyList<LogShape> Shapes, string? Fault);
