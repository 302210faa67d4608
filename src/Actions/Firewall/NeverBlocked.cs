using System.Net;
using System.Net.Sockets;

namespace Metrics.Actions.Firewall;

/// <summary>What is never blocked, and why: a mistake must not cut the machine off from what it needs or from who could undo it.</summary>
/// <remarks>Asked before the kernel, and the first rule in it: what is blocked by a list or a network still gets in.</remarks>
/// <param name="options">Who is allowed, and the smart hosts.</param>
/// <param name="clock">The clocks.</param>
/// <param name="machine">The addresses that this machine has and needs: <see cref="MachineAddresses"/>.</param>
internal sealed class NeverBlocked(FirewallOptions options, MachineClock clock, Func<IEnumerable<(IPAddress Address, string Reason)>> machine)
{
    /// <summary>Administrators that are remembered at once.</summary>
    private const int MostAdministrators = 64;

    /// <summary>How long an administrator is one after the last request.</summary>
    private static readonly TimeSpan AdministratorStays = TimeSpan.FromHours(1);

    // The machine itself, links, and what no host has as its address.
    private static readonly (string Network, string Reason)[] Always =
    [
        ("127.0.0.0/8", "loopback"), ("::1", "loopback"), ("169.254.0.0/16", "of the link"), ("fe80::/10", "of the link"), ("0.0.0.0/8", "no host's"), ("::", "no host's"),
        ("224.0.0.0/4", "multicast"), ("ff00::/8", "multicast"), ("255.255.255.255", "broadcast"),
    ];

    private readonly Dictionary<Prefix, long> administrators = [];
    private List<(Prefix Network, string Reason)> ofSmartHosts = [];

    /// <summary>Every network with the reason.</summary>
    public IReadOnlyList<(Prefix Network, string Reason)> All { get; private set; } = [];

    /// <summary>Looks at addresses, gateways, resolvers and who has signed in.</summary>
    /// <param name="panic">Whose administrator stays one.</param>
    /// <returns>Whether something has changed.</returns>
    public bool Refresh(PanicMode? panic)
    {
        foreach (var gone in administrators.Where(one => one.Value <= clock.Milliseconds).Select(one => one.Key).ToList())
            administrators.Remove(gone);
        var now = new Dictionary<Prefix, string>();
        foreach (var (network, reason) in Always)
            now.TryAdd(Prefix.Read(network)!.Value, reason);
        foreach (var network in options.Allow.Select(text => Prefix.Read(text)).OfType<Prefix>())
            now.TryAdd(network, "allowed by firewall.allow");
        foreach (var (address, reason) in machine())
            now.TryAdd(Prefix.Of(address), reason);
        foreach (var (network, reason) in ofSmartHosts)
            now.TryAdd(network, reason);
        foreach (var administrator in administrators.Keys.Concat(panic?.Administrator is { } one ? [one] : []))
            now.TryAdd(administrator, "an administrator's");

        var hasChanged = All.Count != now.Count || All.Any(one => !now.TryGetValue(one.Network, out var reason) || reason != one.Reason);
        All = [.. now.Select(one => (one.Key, one.Value))];
        return hasChanged;
    }

    /// <summary>Takes an administrator's present address.</summary>
    public void AddAdministrator(Prefix address)
    {
        administrators[address] = clock.Milliseconds + (long)AdministratorStays.TotalMilliseconds;
        if (administrators.Count > MostAdministrators)
            administrators.Remove(administrators.MinBy(one => one.Value).Key);
    }

    /// <summary>Asks for the addresses of the smart hosts; those of before stay where there is no answer.</summary>
    /// <returns>Whether all were found.</returns>
    public async Task<bool> ResolveAsync(CancellationToken cancel)
    {
        var areAll = true;
        var found = new List<(Prefix, string)>();
        foreach (var host in options.SmartHosts)
        {
            var reason = $"the smart host {host}";
            try
            {
                foreach (var address in await Dns.GetHostAddressesAsync(host, cancel))
                    found.Add((Prefix.Of(address), reason));
            }
            catch (Exception e) when (e is SocketException or ArgumentException)
            {
                areAll = false;
                found.AddRange(ofSmartHosts.Where(one => one.Reason == reason));
            }
        }
        ofSmartHosts = found;
        return areAll;
    }

    /// <summary>Why a network is not blocked; null when it may be.</summary>
    public string? ReasonAgainst(Prefix network)
    {
        foreach (var (never, reason) in All)
            if (never.Overlaps(network))
                return never == network ? $"{network} is {reason}, and never blocked." : $"{network} and {never} overlap, which is {reason} and never blocked.";
        return null;
    }
}
