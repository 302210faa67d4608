namespace Metrics.Analyzers.CrashReader;

/// <summary>Reads a log as it grows until it is killed, or until there is a file that says that it is complete. Its arguments: the data directory, the log,
/// that file, and the domains.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        var (directory, log, complete) = (arguments[0], arguments[1], arguments[2]);
        var options = new LogAnalyzerOptions { Logs = [new LogSettings(log, "postfix")], Domains = arguments[3..] };
        var isComplete = File.Exists(complete);
        using var analyzer = new LogAnalyzer(directory, options, TimeProvider.System);
        // A log that was rotated away before anything was known of it is not looked for.
        analyzer.Read();
        analyzer.Commit();
        Console.WriteLine(analyzer.Status[0].Fault ?? "reading");
        for (var round = 0; ; round++)
        {
            var read = analyzer.Read();
            // Often, so that it is killed in the middle of it too.
            if (round % 3 == 0 && !analyzer.Commit())
                throw new InvalidOperationException(analyzer.Fault);
            if (read)
                continue;
            if (isComplete)
                return analyzer.Commit() ? 0 : 1;
            Thread.Sleep(1);
        }
    }
}
