using System.Diagnostics;
using System.Globalization;
using Metrics.Analyzers;
using Metrics.LogGenerator;

namespace Metrics.Bench.Logs;

/// <summary>The most memory that a process of its own ever has while it reads a large Postfix log, with its database.</summary>
internal static class LogMemory
{
    /// <summary>What stands in the arguments of the process that reads.</summary>
    public const string Reader = "memory-of";

    private const int UsualMessages = 1_000_000;

    /// <summary>Users of a busy server.</summary>
    private const int UsersPerDomain = 5_000;

    /// <summary>Writes the log, starts the process and prints what it says.</summary>
    /// <param name="arguments">A number among them is how many messages there are.</param>
    public static void Run(IEnumerable<string> arguments)
    {
        var messages = arguments.Select(one => int.TryParse(one, CultureInfo.InvariantCulture, out var number) ? number : 0).FirstOrDefault(number => number > 0, UsualMessages);
        var directory = Directory.CreateTempSubdirectory("metrics-logs-");
        try
        {
            var log = Path.Combine(directory.FullName, "log");
            using (var file = File.Create(log))
                PostfixLog.Write(file, new Totals(), messages, 1, 1_795_000_000, usersPerDomain: UsersPerDomain);
            var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Metrics.Bench"), ["logs", Reader, log]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Memory for {messages:N0} messages of {UsersPerDomain:N0} users in each of {PostfixLog.LocalDomains.Count} domains, {new FileInfo(log).Length / 1e6:N0} MB of log: {said.Trim()}."));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>Reads a log as the service does, with a commit for every 200,000 lines, and says the most memory that was resident.</summary>
    public static void Read(string log)
    {
        var data = Directory.CreateTempSubdirectory("metrics-usage-");
        try
        {
            using var analyzer = new LogAnalyzer(data.FullName, new LogAnalyzerOptions { Logs = [new(log, "postfix", null)], Domains = PostfixLog.LocalDomains }, TimeProvider.System);
            for (var committed = 0L; analyzer.Read();)
            {
                if (analyzer.Status[0].Lines - committed < 200_000)
                    continue;
                committed = analyzer.Status[0].Lines;
                Commit(analyzer);
            }
            Commit(analyzer);
        }
        finally
        {
            data.Delete(recursive: true);
        }
        // proc(5): VmHWM, in KiB.
        var peak = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];
        Console.WriteLine($"{double.Parse(peak, CultureInfo.InvariantCulture) * 1024 / 1e6:N0} MB at most");
    }

    private static void Commit(LogAnalyzer analyzer)
    {
        if (!analyzer.Commit())
            throw new InvalidOperationException(analyzer.Fault);
    }
}
