using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Metrics.Bench.Collector;

namespace Metrics.Bench.Server;

/// <summary>CPU and memory of the whole server when nobody looks at it, at a step of 2 s for everything, beside Debian's collectd at the same step.
/// Needs collectd-core.</summary>
internal static class ServerBenchmark
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(60);

    /// <summary>Starts both, lets them settle, measures.</summary>
    public static void Run(string[] arguments)
    {
        var directory = Directory.CreateTempSubdirectory("server-bench-");
        try
        {
            using var server = StartServer(directory);
            using var collectd = Collectd.Start(directory.CreateSubdirectory("collectd"), Step);
            Thread.Sleep(WarmUp);
            var (ours, theirs) = (server.TotalProcessorTime, collectd.TotalProcessorTime);
            Thread.Sleep(Measured);
            server.Refresh();
            collectd.Refresh();
            (ours, theirs) = (server.TotalProcessorTime - ours, collectd.TotalProcessorTime - theirs);
            var (ourMemory, theirMemory) = (server.WorkingSet64 / 1e6, collectd.WorkingSet64 / 1e6);
            Kill(server);
            Kill(collectd);

            Console.WriteLine($"""
                # Server

                `dotnet run -c Release --project bench -- server`, {Environment.ProcessorCount} cores, Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}.
                The whole process: collectors, store, web server; nobody looks at its pages. Everything is sampled every {Step.TotalSeconds} s.
                {Measured.TotalSeconds} s of both side by side, after {WarmUp.TotalSeconds} s in which they settle. CPU is user and system time together.

                | | CPU per second | of a core | ratio | resident |
                |---|---:|---:|---:|---:|
                | collectd {Collectd.Version()} (cpu, load, interface, disk, memory, df, processes; nothing written) | {PerSecond(theirs)} | {theirs / Measured:P2} | 1.00 | {theirMemory:F0} MB |
                | metrics | {PerSecond(ours)} | {ours / Measured:P2} | {ours / theirs:F2} | {ourMemory:F0} MB |

                The bar: under 1 % of a core, under 120 MB.
                """);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static Process StartServer(DirectoryInfo directory)
    {
        var config = Path.Combine(directory.FullName, "metrics.toml");
        File.WriteAllText(config, string.Create(CultureInfo.InvariantCulture, $"""
            server.listen = "127.0.0.1:0"
            collector.step = "{Step.TotalSeconds}s"
            collector.network_step = "{Step.TotalSeconds}s"
            """));
        var program = Path.Combine(AppContext.BaseDirectory, "metrics.dll");
        return Process.Start("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null", "dotnet", program, "--config", config, "--data", Path.Combine(directory.FullName, "data")]);
    }

    private static string PerSecond(TimeSpan cpu) => $"{(cpu / Measured.TotalSeconds).TotalMilliseconds:F2} ms";

    private static void Kill(Process process)
    {
        process.Kill();
        process.WaitForExit();
    }
}
