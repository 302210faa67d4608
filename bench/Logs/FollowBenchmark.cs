using System.Globalization;
using Metrics.Analyzers;
using Metrics.LogGenerator;

namespace Metrics.Bench.Logs;

/// <summary>What it costs to follow logs as the service does, waiting for writes and committing every second: one that grows by 5,000 lines a second, and
/// a thousand that do not.</summary>
internal static class FollowBenchmark
{
    private const int LinesPerSecond = 5_000;
    private const int Seconds = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static void Run(string[] arguments)
    {
        var quiet = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1_000;
        Console.WriteLine("| logs | lines a second | % of a core | longest look in ms |");
        Console.WriteLine("|---:|---:|---:|---:|");
        Follow(1, LinesPerSecond);
        Follow(quiet, 0);
        Follow(quiet, LinesPerSecond);
    }

    private static void Follow(int logs, int linesPerSecond)
    {
        var directory = Directory.CreateTempSubdirectory("metrics-follow-");
        try
        {
            var content = new MemoryStream();
            AccessLog.Write(content, new Totals(), LinesPerSecond * (Seconds + 2), 1, 1_795_000_000, false);
            var (bytes, at) = (content.ToArray(), 0);
            for (var i = 0; i < logs; i++)
                File.WriteAllBytes(Path.Combine(directory.FullName, $"{i}.log"), []);
            var options = new LogAnalyzerOptions { Logs = [new(Path.Combine(directory.FullName, "*.log"), "combined")], Domains = AccessLog.LocalDomains };
            using var analyzer = new LogAnalyzer(Path.Combine(directory.FullName, "data"), options, TimeProvider.System);
            while (analyzer.Read())
            {
            }
            var (cpu, longest, written, seconds) = (0.0, 0.0, 0, 0);
            var start = TimeProvider.System.GetTimestamp();
            for (var elapsed = 0.0; elapsed < Seconds + 1; elapsed = TimeProvider.System.GetElapsedTime(start).TotalSeconds)
            {
                for (; written < linesPerSecond * elapsed; written++)
                {
                    var end = Array.IndexOf(bytes, (byte)'\n', at) + 1;
                    File.AppendAllBytes(Path.Combine(directory.FullName, "0.log"), bytes.AsSpan(at, end - at));
                    at = end;
                }
                var begin = Environment.CpuUsage.TotalTime;
                analyzer.Wait(Pause);
                var clock = TimeProvider.System.GetTimestamp();
                while (analyzer.Read())
                {
                }
                if (elapsed >= seconds)
                {
                    seconds++;
                    if (!analyzer.Commit())
                        throw new InvalidOperationException(analyzer.Fault);
                }
                // The first second makes the code ready.
                if (elapsed < 1)
                    continue;
                cpu += (Environment.CpuUsage.TotalTime - begin).TotalSeconds;
                longest = Math.Max(longest, TimeProvider.System.GetElapsedTime(clock).TotalMilliseconds);
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {logs:N0} | {linesPerSecond:N0} | {cpu / Seconds * 100:0.00} | {longest:0.0} |"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
