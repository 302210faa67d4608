namespace Metrics.Analyzers.Tops;

/// <summary>The lists of a domain that were used last, so that each event finds its own without a search.</summary>
internal sealed class DomainTops
{
    private readonly TopList?[] lists = new TopList?[(int)TopKind.WebAgents + 1];
    private DistinctAddresses? visitors;
    private long month = long.MinValue;

    /// <summary>The different addresses that asked for its pages.</summary>
    public ref DistinctAddresses? Visitors => ref visitors;

    /// <summary>A list.</summary>
    public ref TopList? this[TopKind kind] => ref lists[(int)kind];

    /// <summary>Turns to a month, in seconds since the epoch at its begin; forgets the lists of another.</summary>
    public void Turn(long to)
    {
        if (month == to)
            return;
        month = to;
        Clear();
    }

    /// <summary>Forgets them all.</summary>
    public void Clear()
    {
        Array.Clear(lists);
        visitors = null;
    }
}
