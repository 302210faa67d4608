using Metrics.Actions.Guard;

namespace Metrics.Actions.Firewall;

/// <summary>Which blocks may be, and for how long.</summary>
internal sealed class BlockRules(FirewallOptions options, NeverBlocked never, MachineClock clock)
{
    /// <summary>The most blocked addresses.</summary>
    public const int MostAddresses = 200_000;

    /// <summary>The most blocked networks; more belong into a list.</summary>
    public const int MostNetworks = 1_000;

    /// <summary>The widest networks: 65,536 addresses of IPv4, what a provider has of IPv6.</summary>
    public const int WidestV4 = 16, WidestV6 = 32;

    /// <summary>The longest block.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    private FirewallOptions options = options;
    private long minute;
    private int inMinute;

    /// <summary>Goes on with other options.</summary>
    public void Use(FirewallOptions next) => options = next;

    /// <summary>What an order would block: for an IPv6 address, its /64.</summary>
    /// <exception cref="GuardRefusedException">It must not be blocked, or cannot.</exception>
    public Prefix Target(BlockOrder order)
    {
        var asked = Read(order.Address);
        if (order.Why.Length > BlockOrder.LongestWhy)
            throw new GuardRefusedException($"The reason for {asked} has {order.Why.Length} characters; at most {BlockOrder.LongestWhy} are taken.");
        if (order.Seconds < 0 || order.Seconds > Longest.TotalSeconds)
            throw new GuardRefusedException($"A block lasts 1 second to {Longest.TotalDays:0} days; {asked} was to be blocked for {order.Seconds} s.");
        if (asked.Bits < (asked.IsV6 ? WidestV6 : WidestV4))
            throw new GuardRefusedException($"{asked} is wider than /{(asked.IsV6 ? WidestV6 : WidestV4)}; so much is never blocked.");
        return never.ReasonAgainst(asked) is { } reason ? throw new GuardRefusedException(reason) : asked.Customer();
    }

    /// <summary>Reads an address or a network.</summary>
    /// <exception cref="GuardRefusedException">It is neither.</exception>
    public static Prefix Read(string text) => Prefix.Read(text) ?? throw new GuardRefusedException(FaultOf(text));

    /// <summary>Why a text that is neither an address nor a network is none, as a sentence.</summary>
    public static string FaultOf(string text) => Prefix.NetworkOf(text) is { } network
        ? $"{text} has bits behind its length; the network is {network}."
        : $"\"{text[..Math.Min(text.Length, 50)]}\" is no address and no network such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/64.";

    /// <summary>How long a block lasts.</summary>
    /// <param name="order">What is ordered.</param>
    /// <param name="times">The how manieth it is, of those that grow.</param>
    public TimeSpan Lasts(BlockOrder order, int times)
    {
        var first = order.Seconds > 0 ? TimeSpan.FromSeconds(order.Seconds) : options.BlockTime;
        if (!order.Grows)
            return first;
        var seconds = first.TotalSeconds * Math.Pow(options.Growth, times - 1);
        return seconds < options.Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : options.Longest;
    }

    /// <summary>Counts a new block.</summary>
    /// <exception cref="GuardRefusedException">There were too many within this minute.</exception>
    public void Count()
    {
        var now = clock.Milliseconds / 60_000;
        (minute, inMinute) = (now, now == minute ? inMinute + 1 : 1);
        if (inMinute > options.BlocksPerMinute)
            throw new GuardRefusedException($"There were {options.BlocksPerMinute} new blocks within a minute (firewall.blocks_per_minute); block the networks, or wait.");
    }
}
