using System.Net;

namespace Metrics.Web.Access;

/// <summary>The proxies that are trusted to say where a request comes from and who makes it.</summary>
internal sealed class ProxyTrust(IReadOnlyList<string> proxies)
{
    /// <summary>What names whoever connects to one of our Unix sockets.</summary>
    public const string Unix = "unix";

    /// <summary>Their addresses.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; } = [.. proxies.Where(proxy => proxy != Unix).Select(proxy => Read(proxy)!.Value)];

    /// <summary>An address or a network; null when it is neither.</summary>
    public static IPNetwork? Read(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;

    /// <summary>Whether a connection comes from one of them.</summary>
    public bool Trusts(IPAddress? remote) =>
        remote is null ? proxies.Contains(Unix) : Networks.Any(network => network.Contains(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote));
}
