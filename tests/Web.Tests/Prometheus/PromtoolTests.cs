using System.Diagnostics;
using System.Globalization;

namespace Metrics.Web.Tests.Prometheus;

/// <summary>Prometheus' own client, as Debian has it, asks our part of the query API.</summary>
public class PromtoolTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Promtool = "/usr/bin/promtool";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task It_reads_the_newest_value() =>
        Assert.Contains("metrics_series_ratio{label=\"Share\", series=\"mystery.percent\"} => 0.13", await RunAsync("query", "instant", "metrics_series_ratio"));

    [Fact]
    public async Task It_reads_a_series_over_time()
    {
        var end = server.Newest - 100;
        var lines = (await RunAsync("query", "range", "--start", Text(end - 60), "--end", Text(end), "--step", "15s", "metrics_series_bytes_per_second{series=~\".*out\"}"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("metrics_series_bytes_per_second{label=\"Out\", series=\"net.eth9.out\"} =>", lines[0].TrimEnd());
        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"11 @[{end - 60 + 15 * i}]"), lines[1..]);
    }

    [Fact]
    public async Task It_lists_the_series()
    {
        var series = await RunAsync("query", "series", "--match", "metrics_series_bytes_per_second");

        Assert.Equal(["net.eth9.in", "net.eth9.out"], new[] { "net.eth9.in", "net.eth9.out" }.Where(series.Contains));
        Assert.DoesNotContain("hwmon", series);
    }

    [Fact]
    public async Task It_lists_the_values_of_a_label() =>
        Assert.Equal(["hwmon.test.temp1", "mystery.percent", "net.eth9.in", "net.eth9.out"], (await RunAsync("query", "labels", "series")).Split('\n', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task It_understands_why_a_query_is_refused() =>
        Assert.Contains("rate", await RunAsync(succeeds: false, "query", "instant", "rate(metrics_series_ratio[5m])"));

    [Fact]
    public async Task It_finds_no_fault_in_the_exposition()
    {
        var text = await server.Client.GetStringAsync("/metrics");

        Assert.Equal("", await RunAsync(Start(["check", "metrics"]), text, succeeds: true));
    }

    private Task<string> RunAsync(params string[] arguments) => RunAsync(succeeds: true, arguments);

    private Task<string> RunAsync(bool succeeds, params string[] arguments) =>
        // The last argument is the query or the name; the server comes before it, and after the flags.
        RunAsync(Start(arguments is ["query", "series", ..]
            ? [.. arguments, server.Client.BaseAddress + "prometheus"]
            : [.. arguments[..^1], server.Client.BaseAddress + "prometheus", arguments[^1]]), "", succeeds);

    private static async Task<string> RunAsync(Process process, string input, bool succeeds)
    {
        using (process)
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            using var patience = new CancellationTokenSource(Patience);
            await process.WaitForExitAsync(patience.Token);
            var text = await output + await errors;
            Assert.True(process.ExitCode == 0 == succeeds, text);
            return text;
        }
    }

    private static Process Start(string[] arguments)
    {
        if (!File.Exists(Promtool))
            throw new InvalidOperationException($"{Promtool} is missing; the Debian package prometheus has it.");
        return Process.Start(new ProcessStartInfo(Promtool, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
