using System.Globalization;
using Metrics.Analyzers;
using Metrics.Analyzers.Custom;
using Metrics.LogGenerator;

namespace Metrics.Bench.Logs;

/// <summary>Reading logs with all that is counted in them, against the time the same machine takes to count their lines.</summary>
internal static class LogBenchmark
{
    private const int Rounds = 5;

    // The service runs for months; the first second's compiling, on threads of its own, is no part of what a line takes.
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(8);

    // A format of one's own: what a server error costs.
    private const string Own = "log.own";
    private const string OwnLine = """{ip} {} [{time}] "{request}" {status:number} {bytes} {rest}""";

    private static readonly (string Format, IReadOnlyList<string> Domains, string? Domain, Action<Stream, Totals> Write)[] Cases =
    [
        ("postfix", PostfixLog.LocalDomains, null, (file, totals) => PostfixLog.Write(file, totals, 200_000, 1, 1_795_000_000)),
        ("exim", EximLog.LocalDomains, null, (file, totals) => EximLog.Write(file, totals, 200_000, 1, 1_795_000_000)),
        ("sendmail", SendmailLog.LocalDomains, null, (file, totals) => SendmailLog.Write(file, totals, 200_000, 1, 1_795_000_000)),
        ("qmail", QmailLog.LocalDomains, null, (file, totals) => QmailLog.Write(file, totals, 200_000, 1, 1_795_000_000, multilog: true)),
        ("opensmtpd", OpenSmtpdLog.LocalDomains, null, (file, totals) => OpenSmtpdLog.Write(file, totals, 200_000, 1, 1_795_000_000)),
        ("xferlog", XferLog.LocalDomains, null, (file, totals) => XferLog.Write(file, totals, 1_000_000, 1, 1_795_000_000)),
        ("combined", AccessLog.LocalDomains, AccessLog.LocalDomains[0], (file, totals) => AccessLog.Write(file, totals, 700_000, 1, 1_795_000_000, false)),
        ("vhost_combined", AccessLog.LocalDomains, null, (file, totals) => AccessLog.Write(file, totals, 700_000, 1, 1_795_000_000, true)),
        (Own, [], null, (file, totals) => AccessLog.Write(file, totals, 700_000, 1, 1_795_000_000, false)),
    ];

    public static void Run(string[] arguments)
    {
        if (arguments is [LogMemory.Reader, var large])
        {
            LogMemory.Read(large);
            return;
        }
        var peers = new List<string>();
        Console.WriteLine("| log | MB | lines | MB/s of CPU | ns a line | counting lines MB/s | share of it | allocated B a line |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var (format, domains, domain, write) in Cases.Where(c => arguments.Length == 0 || arguments.Contains(c.Format)))
        {
            var directory = Directory.CreateTempSubdirectory("metrics-logs-");
            try
            {
                var path = Path.Combine(directory.FullName, "log");
                using (var file = File.Create(path))
                    write(file, new Totals());
                for (var begin = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begin) < Warming;)
                    Analyze(path, format, domains, domain);
                var best = Enumerable.Range(0, Rounds).Select(_ => Analyze(path, format, domains, domain)).MinBy(r => r.Seconds);
                var count = Enumerable.Range(0, Rounds).Select(_ => CountLines(path)).Min();
                peers.AddRange(LogPeers.Measure(format, path, best.Seconds));
                var mb = new FileInfo(path).Length / 1e6;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {format} | {mb:0} | {best.Lines:N0} | {mb / best.Seconds:N0} | {best.Seconds * 1e9 / best.Lines:0} | {mb / count:N0} | {count / best.Seconds:0.00} | {(double)best.Allocated / best.Lines:0.0} |"));
            }
            finally
            {
                directory.Delete(recursive: true);
            }
        }
        Console.WriteLine();
        Console.WriteLine("| log | peer | MB/s of CPU | its CPU to ours |");
        Console.WriteLine("|---|---|---:|---:|");
        foreach (var row in peers)
            Console.WriteLine(row);
        Console.WriteLine();
        if (arguments.Length == 0 || arguments.Contains("memory"))
            LogMemory.Run(arguments);
    }

    private static (double Seconds, long Lines, long Allocated) Analyze(string log, string format, IReadOnlyList<string> domains, string? domain)
    {
        var data = Directory.CreateTempSubdirectory("metrics-usage-");
        try
        {
            var line = LinePattern.Parse(OwnLine);
            var options = format == Own
                ? new LogAnalyzerOptions { Own = [new OwnLog("own", [log], line, LineCondition.Parse("status >= 400", line), true, ["bytes"])] }
                : new LogAnalyzerOptions { Logs = [new(log, format, domain)], Domains = domains };
            using var analyzer = new LogAnalyzer(data.FullName, options, TimeProvider.System);
            var (cpu, allocated) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());
            while (analyzer.Read())
            {
            }
            if (!analyzer.Commit())
                throw new InvalidOperationException(analyzer.Fault);
            return ((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, analyzer.Status[0].Lines, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    // What wc -l does, in this process.
    private static double CountLines(string path)
    {
        using var file = File.OpenHandle(path);
        var (buffer, lines, offset, cpu) = (new byte[256 * 1024], 0L, 0L, Environment.CpuUsage.TotalTime);
        for (int read; (read = RandomAccess.Read(file, buffer, offset)) > 0; offset += read)
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        return (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / Math.Min(1, lines);
    }
}
