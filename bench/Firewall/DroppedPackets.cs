using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Metrics.Firewall.Tests;

namespace Metrics.Bench.Firewall;

/// <summary>From an offence to the last packet of the offender that still arrived, as a datagram socket of the server sees it.</summary>
internal static class DroppedPackets
{
    /// <summary>Time between two packets that show whether the address still gets in.</summary>
    private const int ProbeMicroseconds = 250;

    /// <summary>When none has arrived for so long, none does any more.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    /// <summary>Measures one address after the other.</summary>
    /// <param name="hosts">A server to which the client's 10.78.0.0/16 is routed.</param>
    /// <param name="network">The addresses are 10.78.<paramref name="network"/>.1 and so on.</param>
    /// <param name="rounds">How many.</param>
    /// <param name="offend">Does what is one too much, and gives the moment at which it was done.</param>
    /// <param name="prepare">Does what is not yet too much.</param>
    /// <returns>Milliseconds, the shortest first.</returns>
    public static List<double> After(Hosts hosts, int network, int rounds, Func<IPAddress, long> offend, Action<IPAddress>? prepare = null)
    {
        using var receiver = hosts.Receiver(isV6: false);
        using var idle = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        idle.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var buffer = new byte[1];
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var address = IPAddress.Parse($"10.78.{network}.{1 + round}");
            using var sender = hosts.Sender(address);
            prepare?.Invoke(address);
            Thread.Sleep(100);
            var start = offend(address);
            var last = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(last) < Quiet)
            {
                sender.Send([1]);
                idle.Poll(ProbeMicroseconds, SelectMode.SelectRead);
                if (!receiver.Poll(0, SelectMode.SelectRead))
                    continue;
                last = Stopwatch.GetTimestamp();
                receiver.Receive(buffer);
                if (Stopwatch.GetElapsedTime(start) > Tool.Patience)
                    throw new InvalidOperationException($"{address} is not blocked.");
            }
            times.Add(Stopwatch.GetElapsedTime(start, last).TotalMilliseconds);
        }
        times.Sort();
        return times;
    }
}
