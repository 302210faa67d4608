using System.Diagnostics;
using System.Globalization;
using Metrics.Actions.Firewall;
using Metrics.Actions.Firewall.Netfilter;
using Metrics.Firewall.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Metrics.Bench.Firewall;

/// <summary>What a block takes, in networks of its own: into the kernel, with one nft process each beside it, through the guard, and until packets are dropped: from the request,
/// and from the line in the log, with both processes as they run on a server.</summary>
internal static class FirewallBenchmark
{
    private const int Loaded = 100_000, Rounds = 5, Bystanders = 400;
    private const double BlocksPerSecondBar = 5_000, RestoreBar = 2_000, BanBar = 5, MedianBar = 50, WorstBar = 250;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Prints the table. Needs root, ip and nft.</summary>
    public static void Run(string[] arguments)
    {
        Console.WriteLine("| what | measured | bar |\n|---|---:|---:|");
        Kernel();
        LoadedFirewall();
        Packets();
        FromTheLog();
    }

    private static void Kernel()
    {
        const int blocks = 20_000, processes = 200;
        using var network = new Network();
        using var kernel = network.Within(() => new NftKernel(FirewallTable.Name));
        kernel.Commit(FirewallTable.Make(kernel.Begin(), []));
        var set = FirewallTable.Addresses(isV6: false);
        Add(1_000, 0);
        var watch = Stopwatch.StartNew();
        Add(blocks, 100_000);
        var ours = blocks / watch.Elapsed.TotalSeconds;

        watch.Restart();
        for (var i = 0; i < processes; i++)
            network.Nft("add", "element", "inet", FirewallTable.Name, set.Name, $"{{ 192.0.{i / 250}.{i % 250} timeout 1h }}");
        var theirs = processes / watch.Elapsed.TotalSeconds;
        Row("blocks/s into the kernel, one transaction each", ours, "0", ours >= BlocksPerSecondBar, $"at least {BlocksPerSecondBar:N0}");
        Row("the same with one nft process each (with ip netns exec)", theirs, "0", true, "");
        Row("times as many", ours / theirs, "0", true, "");

        void Add(int count, uint first)
        {
            for (uint i = 0; i < count; i++)
                kernel.Commit(kernel.Begin().Add(set, [new NftElement(first + i, Milliseconds: 3_600_000)]));
        }
    }

    private static void LoadedFirewall()
    {
        const int bans = 200;
        var directory = Directory.CreateTempSubdirectory("metrics-bench-").FullName;
        using var network = new Network();
        try
        {
            var clock = MachineClock.OfThisMachine(TimeProvider.System);
            using (var database = new FirewallDatabase(directory, clock))
                database.Write([.. Enumerable.Range(0, Loaded).Select(i => new Block(
                    i + 1, Prefix.Read($"10.{i / 65_536}.{i / 256 % 256}.{i % 256}")!.Value, clock.Wall, TimeSpan.FromHours(1), clock.Milliseconds + 3_600_000, "bench", 1))]);
            var options = new FirewallOptions { BlocksPerMinute = int.MaxValue };
            var watch = new Stopwatch();
            var restored = double.MaxValue;
            for (var round = 1; round < Rounds; round++)
                using (Restore())
                    restored = Math.Min(restored, watch.Elapsed.TotalMilliseconds);
            using var firewall = Restore();
            restored = Math.Min(restored, watch.Elapsed.TotalMilliseconds);
            if (firewall.State() is not { Blocks: Loaded, Problem: null } state)
                throw new InvalidOperationException($"Not all were restored: {firewall.State().Problem}");
            Row($"{Loaded:N0} blocks restored from the disk in one transaction, the fastest of {Rounds}, ms", restored, "0", restored <= RestoreBar, $"at most {RestoreBar:N0}");

            var times = new double[bans];
            for (var i = 0; i < bans; i++)
            {
                watch.Restart();
                firewall.Block([new BlockOrder($"192.0.2.{i}", 3_600, "bench", Grows: true)]);
                times[i] = watch.Elapsed.TotalMilliseconds;
            }
            Array.Sort(times);
            Row($"a block with {Loaded:N0} there already, written down and done: median, ms", times[bans / 2], "0.00", times[bans / 2] <= BanBar, $"at most {BanBar}");
            Row("its 99th percentile, ms", times[bans * 99 / 100], "0.00", true, "");
            watch.Restart();
            firewall.Compare();
            Row("a look whether anybody has changed the rules, nobody has, ms", watch.Elapsed.TotalMilliseconds, "0.00", true, "");
            network.Nft("add", "table", "inet", "others");
            watch.Restart();
            firewall.Compare();
            Row($"the same when somebody has changed others, so that all {Loaded:N0} are compared, ms", watch.Elapsed.TotalMilliseconds, "0", true, "");

            WantedFirewall Restore()
            {
                watch.Restart();
                var made = network.Within(() => new WantedFirewall(
                    options, clock, new NeverBlocked(options, clock, () => []), new FirewallDatabase(directory, clock), new NftKernel(FirewallTable.Name), NullLogger.Instance));
                made.Start();
                watch.Stop();
                return made;
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Packets()
    {
        const int rounds = 50, blocks = 5_000;
        using var hosts = new Hosts();
        using var guard = new GuardProcess(hosts.Server, "[firewall]\nblocks_per_minute = 1000000\n");
        using var receiver = hosts.Receiver(isV6: false);
        using var sender = hosts.Sender(Hosts.A(false));
        using var end = new CancellationTokenSource();
        long last = 0;
        var receiving = new Thread(() =>
        {
            receiver.ReceiveTimeout = 100;
            var buffer = new byte[16];
            while (!end.IsCancellationRequested)
                if (receiver.Poll(TimeSpan.FromMilliseconds(20), System.Net.Sockets.SelectMode.SelectRead) && receiver.Receive(buffer) > 0)
                    Volatile.Write(ref last, Stopwatch.GetTimestamp());
        });
        // A packet each fifth of a millisecond, so that two processors are left for what is measured.
        var sending = new Thread(() =>
        {
            while (!end.IsCancellationRequested)
            {
                sender.Send([1]);
                Thread.Sleep(TimeSpan.FromTicks(2_000));
            }
        });
        receiving.Start();
        sending.Start();
        var times = new double[rounds];
        for (var round = -5; round < rounds; round++)
        {
            guard.UnblockAsync(Hosts.A(false).ToString()).GetAwaiter().GetResult();
            var before = Volatile.Read(ref last);
            SpinWait.SpinUntil(() => Volatile.Read(ref last) != before);
            var trigger = Stopwatch.GetTimestamp();
            guard.BlockAsync(Hosts.A(false).ToString()).GetAwaiter().GetResult();
            var answered = Stopwatch.GetTimestamp();
            Thread.Sleep(50);
            // Until the last packet that got in, or the answer when none did.
            if (round >= 0)
                times[round] = Stopwatch.GetElapsedTime(trigger, Math.Max(answered, Volatile.Read(ref last))).TotalMilliseconds;
        }
        end.Cancel();
        receiving.Join();
        sending.Join();
        Array.Sort(times);
        Row($"from the request to dropped packets, through the guard: median of {rounds}, ms", times[rounds / 2], "0.0", true, "");
        Row("the worst, ms", times[^1], "0.0", true, "");

        var watch = Stopwatch.StartNew();
        for (var from = 0; from < blocks; from += BlockRequest.Most)
            guard.Client.AskAsync<BlockAnswer>(
                new BlockRequest([.. Enumerable.Range(from, BlockRequest.Most).Select(i => new BlockOrder($"198.18.{i / 256}.{i % 256}", 3_600, "bench", Grows: true))]), default)
                .GetAwaiter().GetResult();
        var perSecond = blocks / watch.Elapsed.TotalSeconds;
        Row($"blocks/s through the guard, {BlockRequest.Most:N0} a request, written down and done", perSecond, "0", perSecond >= BlocksPerSecondBar, $"at least {BlocksPerSecondBar:N0}");
    }

    private static void FromTheLog()
    {
        const int rounds = 50;
        using var hosts = new Hosts();
        hosts.Server.Ip("route", "add", "10.78.0.0/16", "via", "10.77.0.3");
        hosts.Client.Ip("route", "add", "local", "10.78.0.0/16", "dev", "lo");
        using var guard = new GuardProcess(hosts.Server, WebProcess.Settings);
        using var web = new WebProcess(hosts.Server, guard);
        // One who fails once is nobody; many of them show that those who fail ten times are few.
        for (var i = 0; i < Bystanders; i++)
            web.Write(WebProcess.Failures($"203.0.{i / 250}.{i % 250}", count: 1));
        var times = DroppedPackets.After(hosts, 2, rounds, address =>
        {
            var line = WebProcess.Failures($"{address}", count: 1);
            var start = Stopwatch.GetTimestamp();
            web.Write(line);
            return start;
        }, address => web.Write(WebProcess.Failures($"{address}", count: 9)));
        Row($"from the line in the log to dropped packets, all of it: median of {rounds}, ms", times[rounds / 2], "0.0", times[rounds / 2] <= MedianBar, $"at most {MedianBar}");
        Row("the worst, ms", times[^1], "0.0", times[^1] <= WorstBar, $"at most {WorstBar}");
    }

    private static void Row(string what, double value, string format, bool isMet, string bar)
    {
        Console.WriteLine($"| {what} | {value.ToString(format, Culture)} | {bar}{(isMet ? "" : ", missed")} |");
        if (!isMet)
            Environment.ExitCode = 2;
    }
}
