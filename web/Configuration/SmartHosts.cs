using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Metrics.Web.Configuration;

/// <summary>A smart host that is this machine is none: what is to tell of its failure would fail with it, or wait in a queue that is held.</summary>
internal static class SmartHosts
{
    /// <summary>A name server that does not answer is no reason not to start.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What is wrong with smart hosts, as a sentence; null when nothing is.</summary>
    public static async Task<string?> ProblemAsync(IReadOnlyList<string> hosts, CancellationToken cancel)
    {
        if (hosts.Count == 0)
            return null;
        var own = NetworkInterface.GetAllNetworkInterfaces().SelectMany(one => one.GetIPProperties().UnicastAddresses).Select(one => Plain(one.Address)).ToHashSet();
        foreach (var host in hosts)
        {
            // All addresses of a machine: not what anybody can be asked at, and nothing that a name server is asked for.
            if (IPAddress.TryParse(host, out var any) && (any.Equals(IPAddress.Any) || any.Equals(IPAddress.IPv6Any)))
                return $"mail.host: {ConfigValue.Printable(host)} is no machine; name a smart host elsewhere.";
            foreach (var address in await AddressesAsync(host, cancel))
                if (IPAddress.IsLoopback(address) || own.Contains(address))
                    return $"mail.host: {ConfigValue.Printable(host)} is this machine ({address}). Alerts must leave it even when its mail server is held or has failed: name a smart host elsewhere.";
        }
        return null;
    }

    /// <summary>What may be on purpose, as sentences: receivers whose mailboxes are here hear nothing when mail has failed here.</summary>
    public static IEnumerable<string> Warnings(MetricsSettings settings) =>
        settings.Mail.To.Concat(settings.Alerts.SelectMany(receiver => receiver.Mail)).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(to => MimeKit.MailboxAddress.TryParse(to, out var address) && settings.Logs.Domains.Contains(address.Domain, StringComparer.OrdinalIgnoreCase))
            .Select(to => $"Take note: {ConfigValue.Printable(to)} is hosted here, and gets no mail while mail is stopped or has failed here.");

    private static async Task<IReadOnlyList<IPAddress>> AddressesAsync(string host, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            return [.. (await Dns.GetHostAddressesAsync(host, patience.Token)).Select(Plain)];
        }
        catch (Exception e) when (e is SocketException or ArgumentException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return [];
        }
    }

    // Without the zone of a link, and as the version that it is of.
    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());
}
