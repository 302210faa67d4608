using System.Net;
using System.Net.NetworkInformation;

namespace Metrics.Actions.Firewall;

/// <summary>The addresses that this machine has and needs, and those from which people are logged in.</summary>
internal static class MachineAddresses
{
    /// <summary>Each address at present, with what it is.</summary>
    public static IEnumerable<(IPAddress Address, string Reason)> Now()
    {
        foreach (var link in NetworkInterface.GetAllNetworkInterfaces())
        {
            var properties = link.GetIPProperties();
            foreach (var own in properties.UnicastAddresses)
                yield return (own.Address, NeverReasons.Own);
            foreach (var gateway in properties.GatewayAddresses)
                yield return (gateway.Address, "a gateway");
            // Those of /etc/resolv.conf.
            foreach (var resolver in properties.DnsAddresses)
                yield return (resolver, "a resolver");
        }
        foreach (var address in LoggedIn.Addresses())
            yield return (address, "an administrator's, who has logged in");
    }
}
