namespace Metrics.Analyzers;

/// <summary>How the reading of a log goes, or of all that a pattern matches.</summary>
/// <param name="Path">The log, or the pattern.</param>
/// <param name="Format">Its format.</param>
/// <param name="Lines">Lines read since the start.</param>
/// <param name="UnknownLines">Lines of them whose shape is not known.</param>
/// <param name="Shapes">How these lines look, the most frequent first.</param>
/// <param name="Fault">What is wrong with it, as a sentence without its subject; null when nothing is.</param>
public sealed record LogStatus(string Path, string Format, long Lines, long UnknownLines, IReadOnlyList<LogShape> Shapes, string? Fault)
{
    /// <summary>Logs that are followed: 1, or those that the pattern matches.</summary>
    public int Logs { get; init; } = 1;

    /// <summary>Times a file was emptied in its place while it was read; lines written just before may have been missed.</summary>
    public long Truncations { get; init; }

    /// <summary>Lines passed over because they were longer than 1 MiB.</summary>
    public long TooLong { get; init; }

    /// <summary>Messages in a mail server's queue that were forgotten because there were too many.</summary>
    public long Forgotten { get; init; }
}
