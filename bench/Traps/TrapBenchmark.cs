using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Metrics.Firewall.Tests;

namespace Metrics.Bench.Traps;

/// <summary>How long it takes until an offender's packets no longer arrive, with both processes as they run on a server and a client in a network of its own: after a
/// finished handshake with a trap, and after the line in the log that is one too many. Needs root, iproute2 and nftables.</summary>
internal static class TrapBenchmark
{
    private const int Rounds = 50, AtOnce = 1_000, Bystanders = 400;

    /// <summary>Time between two packets that show whether the address still gets in.</summary>
    private const int ProbeMicroseconds = 250;

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    /// <summary>Measures.</summary>
    public static void Run(string[] arguments)
    {
        using var hosts = new Hosts();
        hosts.Server.Ip("route", "add", "10.78.0.0/16", "via", "10.77.0.3");
        hosts.Client.Ip("route", "add", "local", "10.78.0.0/16", "dev", "lo");
        using var guard = new GuardProcess(hosts.Server, WebProcess.Settings);
        using var web = new WebProcess(hosts.Server, guard);
        // One who fails once is nobody; many of them show that those who fail ten times are few.
        for (var i = 0; i < Bystanders; i++)
            web.Write(WebProcess.Failures($"203.0.{i / 250}.{i % 250}", count: 1));

        Console.WriteLine("| from | to | rounds | median ms | worst ms | bar ms |");
        Console.WriteLine("|---|---|---:|---:|---:|---|");
        Print("a finished handshake", Rounds, "median 5", Measure(hosts, 1, address =>
        {
            using var socket = hosts.Begin(address, WebProcess.Trap);
            socket.Poll(Tool.Patience, SelectMode.SelectWrite);
        }));
        Print("the line in the log", Rounds, "median 50, worst 250", Measure(hosts, 2, address => web.Write(WebProcess.Failures($"{address}", count: 1)),
            address => web.Write(WebProcess.Failures($"{address}", count: 9))));
        var start = Stopwatch.GetTimestamp();
        var before = guard.BlocksAsync().Result.Count;
        var sockets = Enumerable.Range(0, AtOnce).Select(i => hosts.Begin(IPAddress.Parse($"10.78.{100 + i / 200}.{1 + i % 200}"), WebProcess.Trap)).ToList();
        while (guard.BlocksAsync().Result.Count < before + AtOnce && Stopwatch.GetElapsedTime(start) < Tool.Patience)
            Thread.Sleep(1);
        var all = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        sockets.ForEach(socket => socket.Dispose());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {AtOnce:N0} handshakes at once | all blocked | 1 | {all:0} | {all:0} | 1,000 |"));
    }

    private static void Print(string what, int rounds, string bar, List<double> milliseconds)
    {
        milliseconds.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | dropped packets | {rounds} | {milliseconds[rounds / 2]:0.0} | {milliseconds[^1]:0.0} | {bar} |"));
    }

    /// <summary>From an offence to the last packet that still arrived, of one address after the other.</summary>
    private static List<double> Measure(Hosts hosts, int network, Action<IPAddress> offend, Action<IPAddress>? prepare = null)
    {
        using var receiver = hosts.Receiver(isV6: false);
        using var idle = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        idle.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var buffer = new byte[1];
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var address = IPAddress.Parse($"10.78.{network}.{1 + round}");
            using var sender = hosts.Sender(address);
            prepare?.Invoke(address);
            Thread.Sleep(100);
            offend(address);
            var start = Stopwatch.GetTimestamp();
            var last = start;
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
        return times;
    }
}
