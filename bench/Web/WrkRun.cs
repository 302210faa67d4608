using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Metrics.Bench.Web;

/// <summary>What Debian's wrk says of one run.</summary>
/// <param name="PerSecond">Answers per second.</param>
/// <param name="P99">Milliseconds that 99 of 100 answers took at most.</param>
/// <param name="Requests">Answers in all.</param>
/// <param name="Failures">Answers of 400 and above, and errors of sockets.</param>
internal sealed partial record WrkRun(double PerSecond, double P99, long Requests, long Failures)
{
    private const string Program = "/usr/bin/wrk";

    /// <summary>Asks as fast as answers come.</summary>
    /// <param name="address">The address, when the script does not make one.</param>
    /// <param name="connections">Connections, each with one request at a time.</param>
    /// <param name="seconds">Length of the run.</param>
    /// <param name="script">Path of a Lua script; null: none.</param>
    /// <param name="headers">Header lines.</param>
    public static WrkRun Of(Uri address, int connections, int seconds, string? script = null, params string[] headers)
    {
        if (!File.Exists(Program))
            throw new FileNotFoundException("The load comes from wrk: apt-get install wrk.", Program);
        var start = new ProcessStartInfo(Program, ["--latency", "-t1", $"-c{connections}", $"-d{seconds}s"]) { RedirectStandardOutput = true };
        foreach (var header in headers)
            start.ArgumentList.Add($"-H{header}");
        if (script is not null)
            start.ArgumentList.Add($"-s{script}");
        start.ArgumentList.Add(address.AbsoluteUri);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var p99 = NinetyNine().Match(output);
        return new WrkRun(Number(Rate().Match(output)), Number(p99) * Unit(p99.Groups[2].Value), (long)Number(Total().Match(output)),
            Failed().Matches(output).SelectMany(match => match.Groups.Values.Skip(1)).Sum(group => group.Length == 0 ? 0 : long.Parse(group.Value, CultureInfo.InvariantCulture)));
    }

    private static double Number(Match match) => match.Success
        ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException("wrk has not said what the run came to.");

    private static double Unit(string unit) => unit switch { "us" => 0.001, "ms" => 1, "s" => 1000, _ => 60_000 };

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s|m)")]
    private static partial Regex NinetyNine();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Total();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)|Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")]
    private static partial Regex Failed();
}
