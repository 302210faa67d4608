using Metrics.Bench.Alerts;
using Metrics.Bench.Codec;
using Metrics.Bench.Collector;
using Metrics.Bench.Firewall;
using Metrics.Bench.Graph;
using Metrics.Bench.Logs;
using Metrics.Bench.Rules;
using Metrics.Bench.Server;
using Metrics.Bench.Store;
using Metrics.Bench.Traps;
using Metrics.Bench.Web;

namespace Metrics.Bench;

/// <summary>One benchmark per first argument; each prints its table. <c>dotnet run -c Release --project bench -- NAME</c>.</summary>
internal static class Program
{
    private static readonly SortedDictionary<string, Action<string[]>> Benchmarks = new(StringComparer.Ordinal)
    {
        ["alerts"] = AlertsBenchmark.Run,
        ["codec"] = CodecBenchmark.Run,
        ["store"] = StoreBenchmark.Run,
        ["collector"] = CollectorBenchmark.Run,
        ["graph"] = GraphBenchmark.Run,
        ["firewall"] = FirewallBenchmark.Run,
        ["follow"] = FollowBenchmark.Run,
        ["logs"] = LogBenchmark.Run,
        ["rules"] = RulesBenchmark.Run,
        ["server"] = ServerBenchmark.Run,
        ["traps"] = TrapBenchmark.Run,
        ["web"] = WebBenchmark.Run,
    };

    private static int Main(string[] arguments)
    {
        if (arguments.Length == 0 || !Benchmarks.TryGetValue(arguments[0], out var run))
        {
            Console.Error.WriteLine($"Name a benchmark: {string.Join(", ", Benchmarks.Keys)}.");
            return 1;
        }
        run(arguments[1..]);
        return Environment.ExitCode;
    }
}
