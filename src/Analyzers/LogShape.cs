namespace Metrics.Analyzers;

/// <summary>Lines that no format knows and that begin alike.</summary>
/// <param name="Text">How they begin, with a 0 for each number; printable ASCII.</param>
/// <param name="Lines">How many there were since the start.</param>
public sealed record LogShape(string Text, long Lines);
