using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Metrics.Actions.MailServers;

/// <summary>The packet filter of a hold: a table of nftables of its own, which rejects what goes out to the ports of mail, from all users but ours to the smart host. It never
/// touches what stays on this machine, other ports, or answers of this machine's own mail server.</summary>
/// <param name="programs">Runs nft(8).</param>
/// <param name="options">Who may go through, and where to.</param>
/// <param name="kept">Where the addresses of smart hosts are kept: the next process, which may find no name server, lets them through from its first packet on.</param>
internal sealed class HoldFilter(IPrograms programs, HoldFilterOptions options, KeptFile? kept = null)
{
    /// <summary>Name of the table.</summary>
    public const string Table = "metrics_smtp_hold";

    private static readonly string[] List = ["nft", "--stateless", "list", "table", "inet", Table];

    /// <summary>How long name servers may take. A name that is found later is known from then on.</summary>
    private static readonly TimeSpan NamePatience = TimeSpan.FromSeconds(2);

    /// <summary>How long a search may take. It is longer than a resolver tries by itself, resolv.conf(5): one that never ends must not be the last for its name.</summary>
    private static readonly TimeSpan LongestSearch = TimeSpan.FromMinutes(2);

    // The addresses that each smart host had when it was last found, and who looks for it just now: never two for the same name.
    private readonly ConcurrentDictionary<string, IReadOnlyList<IPAddress>> known = new(Read(kept), StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Task> searches = new(StringComparer.OrdinalIgnoreCase);

    // What the kernel said after it was made, and for which rules; another answer means that somebody has changed it.
    private string made = "", madeFor = "";

    /// <summary>Finds the addresses of a name.</summary>
    public Func<string, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>The clock of searches.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Makes the table, in one transaction; makes it anew when it is another one than was made. At once for the addresses that are known, so that no name server keeps
    /// it waiting, and again if smart hosts turn out to have others.</summary>
    /// <exception cref="IOException">That is not possible; the message says why.</exception>
    public async Task ApplyAsync(CancellationToken cancel)
    {
        await MakeAsync(Rules(), cancel).ConfigureAwait(false);
        await FindHostsAsync(cancel).ConfigureAwait(false);
        if (Rules() is var rules && rules != madeFor)
            await MakeAsync(rules, cancel).ConfigureAwait(false);
    }

    /// <summary>Removes the table.</summary>
    /// <exception cref="IOException">That is not possible; the message says why.</exception>
    public async Task RemoveAsync(CancellationToken cancel)
    {
        await programs.RequireAsync(["nft", "-f", "-"], cancel, $"table inet {Table} {{}}\ndelete table inet {Table}\n").ConfigureAwait(false);
        (made, madeFor) = ("", "");
    }

    /// <summary>Whether the table is there.</summary>
    /// <exception cref="IOException">That cannot be said.</exception>
    public async Task<bool> IsThereAsync(CancellationToken cancel) => (await programs.RunAsync([.. List], "", cancel).ConfigureAwait(false)).Code == 0;

    /// <summary>Looks for the smart hosts, as long as name servers may take. One that is not found keeps the addresses that it had.</summary>
    public async Task FindHostsAsync(CancellationToken cancel)
    {
        try
        {
            await Task.WhenAll(options.SmartHosts.Select(Search)).WaitAsync(NamePatience, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Without a name server there is no way to it for us either; the filter is of use all the same.
        }
    }

    private async Task MakeAsync(string rules, CancellationToken cancel)
    {
        if (rules == madeFor && (await programs.RunAsync([.. List], "", cancel).ConfigureAwait(false)) is { Code: 0 } now && now.Output == made)
            return;
        await programs.RequireAsync(["nft", "-f", "-"], cancel, rules).ConfigureAwait(false);
        (made, madeFor) = ((await programs.RequireAsync([.. List], cancel).ConfigureAwait(false)).Output, rules);
    }

    private string Rules()
    {
        var hosts = options.SmartHosts.SelectMany(AddressesOf).Select(address => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes()))
            .Distinct().OrderBy(address => address.ToString(), StringComparer.Ordinal);
        var passes = hosts.Select(host => $"meta skuid {options.UserId} {(host.AddressFamily == AddressFamily.InterNetwork ? "ip" : "ip6")} daddr {host} tcp dport {options.Port} accept\n");
        return $$"""
            table inet {{Table}} {}
            delete table inet {{Table}}
            table inet {{Table}} {
            chain output {
            type filter hook output priority -10; policy accept;
            oif "lo" accept
            {{string.Concat(passes)}}tcp dport { {{string.Join(", ", options.Ports)}} } ct direction original reject with tcp reset
            }
            }

            """;
    }

    private IReadOnlyList<IPAddress> AddressesOf(string host) => IPAddress.TryParse(host, out var address) ? [address] : known.GetValueOrDefault(host, []);

    private Task Search(string host)
    {
        if (IPAddress.TryParse(host, out _))
            return Task.CompletedTask;
        lock (searches)
        {
            if (!searches.TryGetValue(host, out var search) || search.IsCompleted)
                searches[host] = search = FindAsync(host);
            return search;
        }
    }

    private async Task FindAsync(string host)
    {
        try
        {
            if (await Resolve(host).WaitAsync(LongestSearch, Time).ConfigureAwait(false) is not { Length: > 0 } addresses)
                return;
            known[host] = addresses;
            Keep();
        }
        catch (Exception e) when (e is SocketException or ArgumentException or TimeoutException)
        {
            // It has no address now: the last one is the best guess.
        }
    }

    // A line for each host: its name, then its addresses.
    private static Dictionary<string, IReadOnlyList<IPAddress>> Read(KeptFile? kept)
    {
        var read = new Dictionary<string, IReadOnlyList<IPAddress>>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in (kept?.Read() ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (line.Split(' ') is [var host, .. var addresses])
                read[host] = [.. addresses.Select(text => IPAddress.TryParse(text, out var address) ? address : null).OfType<IPAddress>()];
        return read;
    }

    private void Keep()
    {
        // Without a directory nothing is ever held.
        if (kept is not { HasDirectory: true })
            return;
        lock (searches)
        {
            var text = string.Join('\n', options.SmartHosts.Where(known.ContainsKey).Order(StringComparer.Ordinal).Select(host => $"{host} {string.Join(' ', known[host])}"));
            if (text == kept.Read())
                return;
            try
            {
                kept.Write(text);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // They are known to this process, which is what counts now.
            }
        }
    }
}
