using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Metrics.Bench.Firewall;
using Metrics.Firewall.Tests;

namespace Metrics.Bench.Traps;

/// <summary>How long it takes until an offender's packets no longer arrive after a finished handshake with a trap, with both processes as they run on a server and a client in a
/// network of its own. Needs root, iproute2 and nftables.</summary>
internal static class TrapBenchmark
{
    private const int Rounds = 50, AtOnce = 1_000;

    /// <summary>Measures.</summary>
    public static void Run(string[] arguments)
    {
        using var hosts = new Hosts();
        hosts.Server.Ip("route", "add", "10.78.0.0/16", "via", "10.77.0.3");
        hosts.Client.Ip("route", "add", "local", "10.78.0.0/16", "dev", "lo");
        using var guard = new GuardProcess(hosts.Server, WebProcess.Settings);
        using var web = new WebProcess(hosts.Server, guard);

        Console.WriteLine("| from | to | rounds | median ms | worst ms | bar ms |");
        Console.WriteLine("|---|---|---:|---:|---:|---|");
        var times = DroppedPackets.After(hosts, 1, Rounds, address =>
        {
            using var socket = hosts.Begin(address, WebProcess.Trap);
            socket.Poll(Tool.Patience, SelectMode.SelectWrite);
            return Stopwatch.GetTimestamp();
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| a finished handshake | dropped packets | {Rounds} | {times[Rounds / 2]:0.0} | {times[^1]:0.0} | median 5 |"));
        var before = guard.BlocksAsync().Result.Count;
        var start = Stopwatch.GetTimestamp();
        var sockets = hosts.Begin(Enumerable.Range(0, AtOnce).Select(i => IPAddress.Parse($"10.78.{100 + i / 200}.{1 + i % 200}")), WebProcess.Trap);
        while (guard.BlocksAsync().Result.Count < before + AtOnce && Stopwatch.GetElapsedTime(start) < Tool.Patience)
            Thread.Sleep(1);
        var all = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        foreach (var socket in sockets)
            socket.Dispose();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {AtOnce:N0} handshakes at once | all blocked | 1 | {all:0} | {all:0} | 1,000 |"));
    }
}
