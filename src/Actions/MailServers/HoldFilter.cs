using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Metrics.Actions.MailServers;

/// <summary>The packet filter of a hold: a table of nftables of its own, which rejects what goes out to the ports of mail, from all users but ours to the smart host. It never
/// touches what stays on this machine, other ports, or answers of this machine's own mail server.</summary>
/// <param name="programs">Runs nft(8).</param>
/// <param name="options">Who may go through, and where to.</param>
internal sealed class HoldFilter(IPrograms programs, HoldFilterOptions options)
{
    /// <summary>Name of the table.</summary>
    public const string Table = "metrics_smtp_hold";

    private static readonly ImmutableArray<string> List = ["nft", "--stateless", "list", "table", "inet", Table];

    // What the kernel said after it was made, and for which smart hosts; another answer means that somebody has changed it.
    private string made = "", madeFor = "";

    /// <summary>Makes the table, in one transaction; makes it anew when it is another one than was made, or the smart host has other addresses.</summary>
    /// <exception cref="IOException">That is not possible; the message says why.</exception>
    public async Task ApplyAsync(CancellationToken cancel)
    {
        var rules = Rules(await AddressesAsync(cancel).ConfigureAwait(false));
        if (rules == madeFor && (await programs.RunAsync(List, "", cancel).ConfigureAwait(false)) is { Code: 0 } now && now.Output == made)
            return;
        await programs.RequireAsync(["nft", "-f", "-"], cancel, rules).ConfigureAwait(false);
        (made, madeFor) = ((await programs.RequireAsync(List, cancel).ConfigureAwait(false)).Output, rules);
    }

    /// <summary>Removes the table.</summary>
    /// <exception cref="IOException">That is not possible; the message says why.</exception>
    public async Task RemoveAsync(CancellationToken cancel)
    {
        await programs.RequireAsync(["nft", "-f", "-"], cancel, $"table inet {Table} {{}}\ndelete table inet {Table}\n").ConfigureAwait(false);
        (made, madeFor) = ("", "");
    }

    /// <summary>Whether the table is there.</summary>
    public async Task<bool> IsThereAsync(CancellationToken cancel) => (await programs.RunAsync(List, "", cancel).ConfigureAwait(false)).Code == 0;

    private string Rules(IEnumerable<IPAddress> hosts)
    {
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

    // Names are asked for each time: an address that has changed must not shut us out of the smart host.
    private async Task<IReadOnlyList<IPAddress>> AddressesAsync(CancellationToken cancel)
    {
        var found = new List<IPAddress>();
        foreach (var host in options.SmartHosts)
            try
            {
                found.AddRange(await Dns.GetHostAddressesAsync(host, cancel).ConfigureAwait(false));
            }
            catch (Exception e) when (e is SocketException or ArgumentException)
            {
                // Without a name server there is no way to it for us either; the filter is of use all the same.
            }
        return [.. found.Select(address => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes())).Distinct().OrderBy(address => address.ToString(), StringComparer.Ordinal)];
    }
}
