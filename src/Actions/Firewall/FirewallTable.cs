using Metrics.Actions.Firewall.Netfilter;

namespace Metrics.Actions.Firewall;

/// <summary>Our table in the kernel, <c>inet metrics</c>: one chain that sees everything that comes in, for this machine and through it.</summary>
/// <remarks>
/// Its rules, in this order: loopback and what is never blocked get in; in panic nothing else does; then blocked addresses, blocked networks and each list are
/// dropped and counted. A drop is final whatever other tables say, and stops connections that were there before; what is let through here, other
/// tables may still stop. Addresses are elements of hash sets, so that a block takes the kernel microseconds whatever is blocked already; networks and
/// lists are intervals, and only ever replaced as a whole.
/// </remarks>
internal static class FirewallTable
{
    /// <summary>Its name.</summary>
    public const string Name = "metrics";

    /// <summary>Name of the chain.</summary>
    public const string Chain = "incoming";

    /// <summary>Counters of what was dropped.</summary>
    public const string AddressCounter = "addresses", NetworkCounter = "networks", PanicCounter = "panic", ListCounterPrefix = "list_";

    private const int Priority = -150;

    /// <summary>Families that nothing gets in of.</summary>
    public static readonly NftSet Panic = new("panic", 1, HasIntervals: false, HasTimeouts: true);

    /// <summary>What is never blocked.</summary>
    public static NftSet Never(bool isV6) => Set("never", isV6, hasIntervals: true, hasTimeouts: false);

    /// <summary>Blocked addresses; of IPv6, their /64.</summary>
    public static NftSet Addresses(bool isV6) => Set("addresses", isV6, hasIntervals: false, hasTimeouts: true);

    /// <summary>Blocked networks.</summary>
    public static NftSet Networks(bool isV6) => Set("networks", isV6, hasIntervals: true, hasTimeouts: true);

    /// <summary>The networks of a list.</summary>
    public static NftSet Of(BlockList list, bool isV6) => Set(ListCounterPrefix + list.Name + "_", isV6, hasIntervals: true, hasTimeouts: false);

    /// <summary>The set that a block is in.</summary>
    public static NftSet Of(Prefix network) => IsElement(network) ? Addresses(network.IsV6) : Networks(network.IsV6);

    /// <summary>Whether a block is an element of a hash set.</summary>
    public static bool IsElement(Prefix network) => network.IsV6 ? network.Bits == Prefix.CustomerBitsV6 : network.IsAddress;

    /// <summary>Makes the table with its sets, all empty, and its rules; whatever was there is gone in the same transaction.</summary>
    public static NftTransaction Make(NftTransaction transaction, IReadOnlyList<BlockList> lists)
    {
        transaction.ReplaceTable().AddCounter(PanicCounter).AddCounter(AddressCounter).AddCounter(NetworkCounter).AddSet(Panic);
        foreach (var list in lists)
            transaction.AddCounter(ListCounterPrefix + list.Name);
        foreach (var isV6 in Families)
        {
            transaction.AddSet(Never(isV6)).AddSet(Addresses(isV6)).AddSet(Networks(isV6));
            foreach (var list in lists)
                transaction.AddSet(Of(list, isV6));
        }
        transaction.AddIncomingChain(Chain, Priority).AddRule(Chain, rule => rule.FromLoopback().Then(Nft.Accept));
        foreach (var isV6 in Families)
            transaction.AddRule(Chain, rule => rule.OfFamily(isV6).FromSourceIn(isV6, Never(isV6).Name).Then(Nft.Accept));
        transaction.AddRule(Chain, rule => rule.OfFamilyIn(Panic.Name).Count(PanicCounter).Then(Nft.Drop));
        foreach (var isV6 in Families)
        {
            transaction.AddRule(Chain, rule => rule.OfFamily(isV6).FromSourceIn(isV6, Addresses(isV6).Name, Prefix.CustomerBitsV6).Count(AddressCounter).Then(Nft.Drop));
            transaction.AddRule(Chain, rule => rule.OfFamily(isV6).FromSourceIn(isV6, Networks(isV6).Name).Count(NetworkCounter).Then(Nft.Drop));
            foreach (var list in lists)
                transaction.AddRule(Chain, rule => rule.OfFamily(isV6).FromSourceIn(isV6, Of(list, isV6).Name).Count(ListCounterPrefix + list.Name).Then(Nft.Drop));
        }
        return transaction;
    }

    /// <summary>IPv4 and IPv6.</summary>
    public static readonly bool[] Families = [false, true];

    private static NftSet Set(string name, bool isV6, bool hasIntervals, bool hasTimeouts) => new(name + (isV6 ? "6" : "4"), isV6 ? 16 : 4, hasIntervals, hasTimeouts);
}
