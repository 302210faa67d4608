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
        ("127.0.0.0/8", NeverReasons.Loopback), ("::1", NeverReasons.Loopback), ("169.254.0.0/16", NeverReasons.Link), ("fe80::/10", NeverReasons.Link),
        ("0.0.0.0/8", NeverReasons.Nobody), ("::", NeverReasons.Nobody), ("224.0.0.0/4", NeverReasons.Multicast), ("ff00::/8", NeverReasons.Multicast),
        ("255.255.255.255", NeverReasons.Broadcast),
    ];

    private readonly Dictionary<Prefix, long> administrators = [];
    private volatile FirewallOptions options = options;
    private List<(Prefix Network, string Reason)> ofSmartHosts = [];

    /// <summary>Every network with the reason.</summary>
    public IReadOnlyList<(Prefix Network, string Reason)> All { get; private set; } = [];

    /// <summary>Where administrators are at present, and until when that counts, in milliseconds since the machine's start.</summary>
    public IReadOnlyDictionary<Prefix, long> Administrators => administrators;

    /// <summary>Whether the addresses of all smart hosts were found.</summary>
    public bool IsResolved { get; private set; }

    /// <summary>Goes on with other options.</summary>
    public void Use(FirewallOptions next) => (options, IsResolved) = (next, false);

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

    /// <summary>Takes those of before.</summary>
    public void Restore(IReadOnlyDictionary<Prefix, long> known)
    {
        foreach (var (address, until) in known)
            administrators[address] = until;
    }

    /// <summary>Takes an administrator's present address.</summary>
    public void AddAdministrator(Prefix address)
    {
        administrators[address] = clock.Milliseconds + (long)AdministratorStays.TotalMilliseconds;
        if (administrators.Count > MostAdministrators)
            administrators.Remove(administrators.MinBy(one => one.Value).Key);
    }

    /// <summary>Asks for the addresses of the smart hosts; those of before stay where there is no answer.</summary>
    public async Task ResolveAsync(CancellationToken cancel)
    {
        var asked = options;
        var areAll = true;
        var found = new List<(Prefix, string)>();
        foreach (var host in asked.SmartHosts)
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
        IsResolved = areAll && asked == options;
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
