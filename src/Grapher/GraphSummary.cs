using System.Collections.Immutable;

namespace Metrics.Grapher;

/// <summary>What a graph says in words and numbers: the legend, the value table and the alternative text.</summary>
/// <param name="Sentence">The graph as a sentence: what, span, now, average, highest with its time, gaps.</param>
/// <param name="Series">One row per series, in the order of the definition.</param>
/// <param name="LastDataSeconds">End of the newest known row of any series, in seconds since the epoch; 0 when there is none.</param>
public sealed record GraphSummary(string Sentence, ImmutableArray<SeriesSummary> Series, long LastDataSeconds)
{
    /// <summary>The one fact a panel says beside its title ("highest 3.81 at 11:20"); empty when there is none.</summary>
    public string Fact { get; init; } = "";

    /// <summary>Whether the range ends now and the newest value is more than three steps old: its numbers are not of now.</summary>
    public bool Stale { get; init; }
}
