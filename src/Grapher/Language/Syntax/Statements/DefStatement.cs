using Metrics.Grapher.Language.Times;
using Metrics.RrdStore;

namespace Metrics.Grapher.Language.Syntax;

/// <summary>DEF: rows of a series.</summary>
internal sealed record DefStatement(TextPosition At, string Name, Located<SeriesReference> Source, ConsolidationFunction Function)
    : Statement(At)
{
    /// <summary>Wished step in seconds, or null for the graph's.</summary>
    public int? StepSeconds { get; init; }

    public Located<AtTime>? Start { get; init; }

    public Located<AtTime>? End { get; init; }

    /// <summary>How rows are reduced; by default as they were consolidated.</summary>
    public ConsolidationFunction Reduce { get; init; } = Function;
}
