namespace Metrics.Analyzers.Tops;

/// <summary>The lists of a domain that were used last, so that each event finds its own without a search.</summary>
internal sealed class DomainTops
{
    private readonly TopList?[] lists = new TopList?[(int)TopKind.WebAgents + 1];
    private DistinctAddresses? visitors;

    /// <summary>The different addresses that asked for its pages.</summary>
    public ref DistinctAddresses? Visitors => ref visitors;

    /// <summary>A list.</summary>
    public ref TopList? this[TopKind kind] => ref lists[(int)kind];

    /// <summary>Forgets them all.</summary>
    public void Clear()
    {
        Array.Clear(lists);
        visitors = null;
    }
}
