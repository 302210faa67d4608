using System.Diagnostics;
using System.Runtime.InteropServices;
using Metrics.Collector;
using Metrics.RrdStore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Metrics.Bench.Collector;

/// <summary>CPU and memory of a sampling cycle of about 300 values, against reading the same files only, and of the collector at a step of 2 s against
/// Debian's collectd beside it. Needs root, iproute2, util-linux and collectd-core.</summary>
internal static class CollectorBenchmark
{
    private const string Inside = "inside";
    private const int Bridges = 30;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(30);

    /// <summary>Runs it, in a network namespace of its own that has so many interfaces that there are about 300 values.</summary>
    public static void Run(string[] arguments)
    {
        if (arguments is not [Inside])
        {
            var start = new ProcessStartInfo("unshare", ["--net", Environment.ProcessPath!, "collector", Inside]);
            // What runs once in two seconds would be compiled in the background for minutes, and that would be what is measured.
            start.Environment["DOTNET_TieredCompilation"] = "0";
            using var inside = Process.Start(start)!;
            inside.WaitForExit();
            Environment.ExitCode = inside.ExitCode;
            return;
        }
        for (var i = 0; i < Bridges; i++)
        {
            using var ip = Process.Start("ip", ["link", "add", $"br{i}", "type", "bridge"]);
            ip.WaitForExit();
        }
        Console.WriteLine($"""
            # Collector

            `dotnet run -c Release --project bench -- collector`, {Environment.ProcessorCount} cores, Linux {Kernel()}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}.
            CPU is user and system time together, without that of compiling. {Bridges} bridges in a network namespace make up the number of values.

            """);
        var directory = Directory.CreateTempSubdirectory("collector-bench-");
        try
        {
            CycleTable(directory);
            CollectdTable(directory);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static string Kernel() => File.ReadAllText("/proc/sys/kernel/osrelease").Trim();

    private static void CycleTable(DirectoryInfo directory)
    {
        using var store = RoundRobinStore.Open(directory.CreateSubdirectory("cycle").FullName);
        using var cycle = new SamplingCycle(store);
        var values = cycle.Read();
        using var files = new SameFiles();
        Console.WriteLine($"""
            ## One cycle of all sources

            | | values | bytes read | CPU | allocated | ratio |
            |---|---:|---:|---:|---:|---:|
            """);
        // The first rounds are for the JIT; the best of the others is the one with the least noise from whoever else is on the machine.
        Measurement sampling = default, reading = default;
        for (var round = 0; round < 7; round++)
        {
            var (s, r) = (Measurement.Of(() => cycle.Read()), Measurement.Of(() => files.Read()));
            if (round < 2)
                continue;
            sampling = round == 2 || s.Microseconds < sampling.Microseconds ? s : sampling;
            reading = round == 2 || r.Microseconds < reading.Microseconds ? r : reading;
        }
        Console.WriteLine($"| read the same files and do nothing | | {files.Read()} | {reading.Microseconds:F0} µs | {reading.Bytes:F0} B | 1.00 |");
        Console.WriteLine($"| sample | {values} | | {sampling.Microseconds:F0} µs | {sampling.Bytes:F0} B | {sampling.Microseconds / reading.Microseconds:F2} |");
        var discovery = Measurement.Of(cycle.Discover);
        Console.WriteLine($"| look for what has come and gone (once a minute) | {values} | | {discovery.Microseconds:F0} µs | {discovery.Bytes:F0} B | |");
        Console.WriteLine($"""

            The bar: 200 µs of CPU for about 300 values, nothing allocated. Here: {sampling.Microseconds:F0} µs for {values}, {sampling.Microseconds * 1000 / values:F0} ns a value.

            """);
    }

    private static void CollectdTable(DirectoryInfo directory)
    {
        var options = new CollectorOptions { Step = Step, NetworkStep = Step };
        using var store = RoundRobinStore.Open(directory.CreateSubdirectory("store").FullName);
        using var collector = new CollectorService(store, TimeProvider.System, BuiltInSources.Of(options), NullLogger.Instance);
        using var collectd = Collectd.Start(directory, Step);
        collector.StartAsync(CancellationToken.None).Wait();
        Thread.Sleep(5 * Step);
        var (ours, theirs, values) = (CpuTime.Of(Environment.ProcessId), CpuTime.Of(collectd.Id), Values(collector));
        Thread.Sleep(Measured);
        ours = CpuTime.Of(Environment.ProcessId) - ours;
        theirs = CpuTime.Of(collectd.Id) - theirs;
        values = Values(collector) - values;
        collector.StopAsync(CancellationToken.None).Wait();
        collectd.Kill();
        collectd.WaitForExit();

        Console.WriteLine($"""
            ## At a step of {Step.TotalSeconds} s, side by side for {Measured.TotalSeconds} s

            | | values a step | CPU per second | of a core | ratio |
            |---|---:|---:|---:|---:|
            | collectd {Collectd.Version()} (cpu, load, interface, disk, memory, df, processes; nothing written) | | {theirs.TotalMilliseconds / Measured.TotalSeconds:F2} ms | {theirs / Measured:P2} | 1.00 |
            | collector with schedule, status and store | {values * Step / Measured:F0} | {ours.TotalMilliseconds / Measured.TotalSeconds:F2} ms | {ours / Measured:P2} | {ours / theirs:F2} |
            """);
    }

    private static long Values(CollectorService collector) => collector.Status.Sum(s => s.Readings);
}
