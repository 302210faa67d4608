using System.Collections.Immutable;

namespace Metrics.Grapher.Language;

/// <summary>A text of the graph language cannot be understood, or cannot be evaluated over the data there is.</summary>
public sealed class GraphLanguageException : FormatException
{
    /// <summary>Takes all that is wrong, at least one thing.</summary>
    public GraphLanguageException(ImmutableArray<GraphFault> faults) : base(string.Join('\n', faults)) => Faults = faults;

    /// <summary>Takes the one thing that is wrong.</summary>
    public GraphLanguageException(TextPosition at, string problem) : this([new GraphFault(at, problem)])
    {
    }

    /// <summary>What is wrong, in the order of the text.</summary>
    public ImmutableArray<GraphFault> Faults { get; }
}
