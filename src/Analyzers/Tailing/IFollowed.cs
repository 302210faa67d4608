using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tailing;

/// <summary>Something whose lines are read as they come.</summary>
internal interface IFollowed : IDisposable
{
    /// <summary>Its name: of a log, its path.</summary>
    string Path { get; }

    /// <summary>What is wrong with it, as a sentence without its subject; null when nothing is.</summary>
    string? Fault { get; }

    /// <summary>What was read.</summary>
    LineReader Lines { get; }

    /// <summary>Times a file was emptied in its place.</summary>
    long Truncations { get; }

    /// <summary>Lines passed over because they were too long.</summary>
    long TooLong { get; }

    /// <summary>Whether there has been nothing of it for so long that it need not be followed any more.</summary>
    bool Gone { get; }

    /// <summary>Reads what is new, a piece of it.</summary>
    /// <returns>How many bytes; 0 when there is nothing.</returns>
    long Read();

    /// <summary>How far it is, when that has changed since the last time; null otherwise.</summary>
    LogProgress? Progress();
}
