using System.Runtime.InteropServices;

namespace Metrics.Bench.Web;

/// <summary>The server under load, beside a Kestrel that does nothing but answer. Needs wrk.</summary>
internal static class WebBenchmark
{
    private const int Seconds = 5, Connections = 32, BarOfPing = 60_000, ManyRequests = 1_000_000, BarOfMany = 5_000, Streams = 1_000;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);

    private static readonly WebCase[] Cases =
    [
        new("304 of a picture", "/g/net.bench7/day.svg", 40_000) { IsKnown = true },
        new("304 of the overview", "/", 40_000) { IsKnown = true, IsPage = true },
        new("a picture asked for before, PNG", "/g/net.bench7/day.png", 30_000),
        new("a picture asked for before, SVG as a browser takes it", "/g/net.bench7/day.svg", 30_000) { IsPage = true },
        new("a panel as SVG, another each time", "/g/net.bench%d/day.svg?w=%d&h=%d", 5_000) { IsFresh = true },
        new("the overview", "/", 1_000) { IsPage = true },
    ];

    /// <summary>Fills a store, starts both servers and asks them in turn.</summary>
    public static void Run(string[] arguments) => RunAsync().GetAwaiter().GetResult();

    private static async Task RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("web-bench-");
        try
        {
            var series = WebLoad.Fill(Path.Combine(directory.FullName, "data"));
            var (ping, pingAddress) = await PingServer.StartAsync();
            await using var ended = ping;
            using var server = new MetricsServer(directory);
            var load = new WebRuns(server.Address, directory.FullName, Connections, Seconds);

            Console.WriteLine($"""
                # Web

                `dotnet run -c Release --project bench -- web`, {Environment.ProcessorCount} cores, Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}.
                The real server with its collectors at work over a day of {series} series, and wrk with {Connections} connections, share the cores. The ping is a
                bare Kestrel that answers two bytes. It runs before each row, so that the ratios hold on a machine that does other things too. A bar is what
                is asked for where the ping reaches {BarOfPing:N0} a second; "of the bar" is the ratio to the ping divided by the ratio that the bar asks for.
                The last column: 99 of 100 answers at half of the rate.

                | | per second | ping per second | ratio | bar | of the bar | failed | p99 at half the load |
                |---|---:|---:|---:|---:|---:|---:|---:|
                """);
            _ = WrkRun.Of(pingAddress, Connections, 2);
            var asked = 0L;
            foreach (var one in Cases)
            {
                await load.WarmAsync(one);
                var bare = WrkRun.Of(pingAddress, Connections, Seconds / 2);
                var full = await load.FullAsync(one);
                var half = await load.HalfAsync(one, full.PerSecond / 2);
                asked += full.Requests + half.Requests;
                var (ratio, wanted) = (full.PerSecond / bare.PerSecond, (double)one.Bar / BarOfPing);
                Console.WriteLine($"| {one.Name} | {full.PerSecond:N0} | {bare.PerSecond:N0} | {ratio:F3} | {one.Bar:N0} ({wanted:F3}) | {ratio / wanted:P0} | {full.Failures + half.Failures} | {half.P99:F1} ms at {half.PerSecond:N0} |");
            }

            var before = server.Resident;
            var more = await load.ManyAsync([.. Cases.Where(one => one.Bar >= BarOfMany)], ManyRequests);
            Console.WriteLine();
            Console.WriteLine($"Memory: {before:F0} MB resident after the {asked:N0} requests above, {server.Resident:F0} MB after {more:N0} more of the same kinds.");
            await WatchStreamsAsync(server);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task WatchStreamsAsync(MetricsServer server)
    {
        var idle = await CpuAsync(server);
        var before = server.Resident;
        using var streams = await EventStreams.OpenAsync(server.Address, Streams);
        var busy = await CpuAsync(server);
        Console.WriteLine($"{Streams:N0} open event streams: {server.Resident - before:F0} MB and {(busy - idle) / Watched:P2} of a core more than without ({idle / Watched:P2}); "
            + $"{streams.Events:N0} events in {Watched.TotalSeconds:F0} s. The bar: under 100 MB and 2 %.");
    }

    private static async Task<TimeSpan> CpuAsync(MetricsServer server)
    {
        var start = server.Cpu;
        await Task.Delay(Watched);
        return server.Cpu - start;
    }
}
