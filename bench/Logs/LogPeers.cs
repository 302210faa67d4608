using System.Diagnostics;
using System.Globalization;

namespace Metrics.Bench.Logs;

/// <summary>What Debian's analyzers of logs take for the same file, each once, in a process of its own.</summary>
internal static class LogPeers
{
    private static readonly (string Name, string Format, Func<string, string, string[]> Command)[] Peers =
    [
        ("wc -l", "", (log, _) => ["wc", "-l", log]),
        ("analog", "xferlog", (log, _) => Analog("(%j %M %d %h:%n:%j %Y %j %S %b %r %j %j %j %j %u %j %j %j %j)", log)),
        ("webalizer", "xferlog", (log, directory) => ["webalizer", "-Q", "-F", "ftp", "-N", "0", "-n", "bench", "-o", directory, log]),
        ("analog", "combined", (log, _) => Analog("COMBINED", log)),
        ("webalizer", "combined", (log, directory) => ["webalizer", "-Q", "-F", "clf", "-N", "0", "-n", "bench", "-o", directory, log]),
        ("goaccess", "combined", (log, directory) =>
            ["goaccess", log, "--log-format=COMBINED", "--no-global-config", "--no-progress", "-o", Path.Combine(directory, "report.json")]),
        ("pflogsumm", "postfix", (log, _) => ["pflogsumm", log]),
        ("eximstats", "exim", (log, _) => [Path.GetFullPath("artifacts/exim4/usr/sbin/eximstats"), log]),
    ];

    /// <summary>Prints a row for each of them that knows the format.</summary>
    /// <param name="format">What the log is of.</param>
    /// <param name="log">The log.</param>
    /// <param name="seconds">CPU that it took here.</param>
    /// <returns>The rows.</returns>
    public static IEnumerable<string> Measure(string format, string log, double seconds)
    {
        var mb = new FileInfo(log).Length / 1e6;
        foreach (var (name, known, command) in Peers)
        {
            if (known.Length > 0 && known != format)
                continue;
            var cpu = Run(command(log, Path.GetDirectoryName(log)!));
            yield return cpu is { } taken
                ? string.Create(CultureInfo.InvariantCulture, $"| {format} | {name} | {mb / taken:N0} | {taken / seconds:0.0} |")
                : $"| {format} | {name} | not installed | |";
        }
    }

    // Everything that "General Summary" and the usual reports need; what it writes is not looked at.
    private static string[] Analog(string format, string log) => ["analog", "-G", $"+CLOGFORMAT {format}", "+COUTPUT COMPUTER", log];

    // User and system, as bash's time says; null when there is no such program.
    private static double? Run(string[] command)
    {
        var start = new ProcessStartInfo("bash", ["-c", "TIMEFORMAT='%U %S'; command -v \"$1\" >/dev/null || exit 127; time \"$@\" >/dev/null 2>&1", "time", .. command])
        {
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 127)
            return null;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");
        return said.Split(' ', StringSplitOptions.RemoveEmptyEntries).Sum(s => double.Parse(s, CultureInfo.InvariantCulture));
    }
}
