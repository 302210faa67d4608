namespace Metrics.Web.Tests.Commands;

public sealed class AnalyzeCommandTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_log_is_summed_up_without_a_server()
    {
        var log = directory.Write("xferlog",
            "Mon Nov 23 00:14:09 2026 1 198.51.100.7 1000 /srv/a.example/f b _ o r anna ftp 0 * c\n"
            + "Mon Nov 23 00:14:10 2026 1 198.51.100.7 500 /srv/a.example/g b _ i r anna ftp 0 * c\n"
            + "nonsense \u001b[2J\n");
        var run = await CommandRun.MetricsAsync("analyze", "--config", directory.Write("metrics.toml", ""), "--domains", "A.example", "--", log);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("3 lines, 1 of them not understood.", run.Output, StringComparison.Ordinal);
        Assert.Contains("nonsense ?[0J", run.Output, StringComparison.Ordinal);
        Assert.Contains("anna: ftp downloads 1, ftp download bytes 1,000, ftp uploads 1, ftp upload bytes 500", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_standard_input_is_read_too()
    {
        var run = await CommandRun.TypingAsync(
            "Mon Nov 23 00:14:09 2026 1 198.51.100.7 1000 /srv/a b _ o r anna ftp 0 * c\n", "analyze", "--config", directory.Write("metrics.toml", ""), "-");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("1 lines, 0 of them not understood.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_and_the_rest_is_read()
    {
        var config = directory.Write("metrics.toml", "");
        var novel = directory.Write("novel.txt", "It was a dark and stormy night.\n");
        var run = await CommandRun.MetricsAsync("analyze", "--config", config, "/nowhere/at/all", novel);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("/nowhere/at/all", run.Errors, StringComparison.Ordinal);
        Assert.Contains("is of no known format", run.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandRun.MetricsAsync("analyze", "--config", config, "--format", "isoqlog", config)).ExitCode);
    }
}
