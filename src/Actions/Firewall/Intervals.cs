using Metrics.Actions.Firewall.Netfilter;

namespace Metrics.Actions.Firewall;

/// <summary>Networks as the intervals that a set of the kernel takes: none of them overlaps another.</summary>
internal static class Intervals
{
    /// <summary>All addresses of some networks of one family, without end.</summary>
    /// <returns>Pairs of a first address and of the one behind the last, in order.</returns>
    public static NftElement[] Of(IEnumerable<Prefix> networks, bool isV6)
    {
        var elements = new List<NftElement>();
        (UInt128 First, UInt128 Last)? open = null;
        foreach (var network in networks.Where(network => network.IsV6 == isV6).OrderBy(network => network.First))
        {
            // What touches becomes one, too.
            if (open is { } before && network.First <= before.Last + (before.Last == UInt128.MaxValue ? 0u : 1u))
            {
                open = (before.First, UInt128.Max(before.Last, network.Last));
                continue;
            }
            Close(elements, open, 0, isV6);
            open = (network.First, network.Last);
        }
        Close(elements, open, 0, isV6);
        return [.. elements];
    }

    /// <summary>All addresses of some networks of one family; one that is in several of them lasts as long as the longest.</summary>
    /// <param name="networks">Networks with the milliseconds that they last.</param>
    /// <param name="isV6">The family.</param>
    public static NftElement[] Of(IReadOnlyCollection<(Prefix Network, long Milliseconds)> networks, bool isV6)
    {
        var own = networks.Where(one => one.Network.IsV6 == isV6).OrderBy(one => one.Network.First).ThenBy(one => one.Network.Bits).ToList();
        var elements = new List<NftElement>();
        // Networks lie within each other or apart, so those that are open are a stack, the widest first.
        var open = new Stack<(Prefix Network, long Milliseconds)>();
        UInt128 from = 0;
        foreach (var next in own)
        {
            while (open.TryPeek(out var inner) && inner.Network.Last < next.Network.First)
                Pop(inner.Network.Last);
            if (open.Count > 0 && from < next.Network.First)
                Close(elements, (from, next.Network.First - 1), open.Peek().Milliseconds, isV6);
            from = next.Network.First;
            open.Push((next.Network, open.TryPeek(out var outer) ? Math.Max(outer.Milliseconds, next.Milliseconds) : next.Milliseconds));
        }
        while (open.TryPeek(out var last))
            Pop(last.Network.Last);
        return [.. elements];

        void Pop(UInt128 end)
        {
            var milliseconds = open.Pop().Milliseconds;
            if (from > end)
                return;
            Close(elements, (from, end), milliseconds, isV6);
            from = end == UInt128.MaxValue ? end : end + 1;
        }
    }

    private static void Close(List<NftElement> elements, (UInt128 First, UInt128 Last)? interval, long milliseconds, bool isV6)
    {
        if (interval is not var (first, last))
            return;
        elements.Add(new NftElement(first, Milliseconds: milliseconds));
        // What reaches the last address there is has no end.
        if (last != (isV6 ? UInt128.MaxValue : uint.MaxValue))
            elements.Add(new NftElement(last + 1, IsEnd: true));
    }
}
