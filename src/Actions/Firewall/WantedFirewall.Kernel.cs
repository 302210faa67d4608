using Metrics.Actions.Firewall.Netfilter;

namespace Metrics.Actions.Firewall;

internal sealed partial class WantedFirewall
{
    /// <summary>Makes the whole table, in one transaction.</summary>
    private void Make()
    {
        try
        {
            drops.Take(kernel.Counters());
            drops.Restart();
            var before = kernel.Generation();
            var transaction = FirewallTable.Make(kernel.Begin(), [.. lists.Select(list => list.List)]);
            PutNever(transaction);
            PutPanic(transaction);
            PutElements(transaction, blocks.Values, known: []);
            foreach (var list in lists)
                PutList(transaction, list);
            kernel.Commit(transaction);
            generation = Next(before);
            rulesMade = kernel.Rules();
            problem = null;
        }
        catch (IOException e)
        {
            SetProblem(e);
        }
    }

    /// <summary>Changes the table in one transaction. While there is a problem it will be made anew anyhow.</summary>
    /// <exception cref="IOException">The kernel refuses; the table is made anew at the next look.</exception>
    private void Commit(Action<NftTransaction> write)
    {
        if (problem is not null)
            throw new IOException($"It is written down, but the kernel does not have it yet: {problem}");
        try
        {
            var transaction = kernel.Begin();
            write(transaction);
            if (transaction.IsEmpty)
                return;
            kernel.Commit(transaction);
            generation = Next(generation);
        }
        catch (IOException e)
        {
            SetProblem(e);
            throw;
        }
    }

    private void SetProblem(IOException e)
    {
        if (problem != e.Message)
            LogProblem(e.Message);
        problem = e.Message;
    }

    // The kernel leaves 0 out.
    private static uint Next(uint generation) => generation == uint.MaxValue ? 1 : generation + 1;

    private void PutNever(NftTransaction transaction)
    {
        foreach (var isV6 in FirewallTable.Families)
            transaction.Empty(FirewallTable.Never(isV6)).Add(FirewallTable.Never(isV6), NeverElements(isV6));
    }

    private void PutPanic(NftTransaction transaction)
    {
        if (panic is not null && panic.Ends - clock.Milliseconds is var left and > 0)
            transaction.Add(FirewallTable.Panic, [new NftElement(Nft.Ipv4, Milliseconds: left), new NftElement(Nft.Ipv6, Milliseconds: left)]);
    }

    private static void PutList(NftTransaction transaction, NamedList list)
    {
        foreach (var isV6 in FirewallTable.Families)
            transaction.Empty(FirewallTable.Of(list.List, isV6)).Add(FirewallTable.Of(list.List, isV6), ListElements(list, isV6));
    }

    /// <summary>Adds blocked addresses, and replaces the networks when one of them is among the blocks.</summary>
    /// <param name="transaction">Takes it.</param>
    /// <param name="changed">Blocks that are new or last longer or shorter.</param>
    /// <param name="known">Those that the kernel may have: before 6.12 it would not change their time, so they are taken out and added again.</param>
    private void PutElements(NftTransaction transaction, ICollection<Block> changed, HashSet<Prefix> known)
    {
        var now = clock.Milliseconds;
        foreach (var isV6 in FirewallTable.Families)
        {
            var set = FirewallTable.Addresses(isV6);
            var own = changed.Where(block => block.Network.IsV6 == isV6 && FirewallTable.IsElement(block.Network)).ToLookup(block => known.Contains(block.Network));
            NftElement[] again = [.. own[true].Select(Element)];
            transaction.Add(set, again).Remove(set, again).Add(set, [.. own[false].Select(Element), .. again]);
        }
        if (changed.Any(block => !FirewallTable.IsElement(block.Network)))
            PutNetworks(transaction);

        NftElement Element(Block block) => new(block.Network.First, Milliseconds: Math.Max(1, block.Deadline - now));
    }

    // The kernel may have ended them already, and takes out nothing then: they are added for that moment.
    private void TakeElements(NftTransaction transaction, List<Block> gone)
    {
        foreach (var isV6 in FirewallTable.Families)
        {
            NftElement[] elements = [.. gone.Where(block => block.Network.IsV6 == isV6 && FirewallTable.IsElement(block.Network)).Select(block => new NftElement(block.Network.First, Milliseconds: 60_000))];
            transaction.Add(FirewallTable.Addresses(isV6), elements).Remove(FirewallTable.Addresses(isV6), elements);
        }
        if (gone.Any(block => !FirewallTable.IsElement(block.Network)))
            PutNetworks(transaction);
    }

    private void PutNetworks(NftTransaction transaction)
    {
        foreach (var isV6 in FirewallTable.Families)
            transaction.Empty(FirewallTable.Networks(isV6)).Add(FirewallTable.Networks(isV6), NetworkElements(isV6));
    }

    private NftElement[] NeverElements(bool isV6) => Intervals.Of(Never.All.Select(one => one.Network), isV6);

    private static NftElement[] ListElements(NamedList list, bool isV6) => Intervals.Of(list.Networks, isV6);

    private NftElement[] NetworkElements(bool isV6)
    {
        var now = clock.Milliseconds;
        return Intervals.Of(
            [.. blocks.Values.Where(block => !FirewallTable.IsElement(block.Network) && block.Deadline > now).Select(block => (block.Network, block.Deadline - now))], isV6);
    }

    /// <summary>What the kernel has otherwise than it should; null when nothing.</summary>
    private string? Difference()
    {
        if (!kernel.Rules().AsSpan().SequenceEqual(rulesMade))
            return "the rules";
        var now = clock.Milliseconds;
        foreach (var isV6 in FirewallTable.Families)
        {
            if (Differs(FirewallTable.Never(isV6), NeverElements(isV6)))
                return "what is never blocked";
            if (AddressesDiffer(isV6, now))
                return "blocked addresses";
            // While one of them is ending, either is right.
            var isEnding = blocks.Values.Any(block => !FirewallTable.IsElement(block.Network) && Math.Abs(block.Deadline - now) < SlackMilliseconds);
            if (!isEnding && Differs(FirewallTable.Networks(isV6), NetworkElements(isV6)))
                return "blocked networks";
            if (lists.FirstOrDefault(list => Differs(FirewallTable.Of(list.List, isV6), ListElements(list, isV6))) is { } list)
                return $"the list {list.List.Name}";
        }
        var has = kernel.Elements(FirewallTable.Panic)?.Count;
        var isPanic = panic is not null && panic.Ends > now + SlackMilliseconds;
        return has is null || (isPanic && has != 2) || (panic is null && has != 0) ? "the panic" : null;
    }

    private bool Differs(NftSet set, NftElement[] wanted) =>
        kernel.Elements(set) is not { } found || found.Count != wanted.Length || wanted.Any(element => !found.Contains(element with { Milliseconds = 0 }));

    private bool AddressesDiffer(bool isV6, long now)
    {
        if (kernel.Elements(FirewallTable.Addresses(isV6)) is not { } found)
            return true;
        var ours = 0;
        foreach (var block in blocks.Values.Where(block => block.Network.IsV6 == isV6 && FirewallTable.IsElement(block.Network)))
        {
            if (found.Contains(new NftElement(block.Network.First)))
                ours++;
            else if (block.Deadline > now + SlackMilliseconds)
                return true;
        }
        // Whatever else is there, we would not have blocked.
        return found.Count > ours;
    }
}
