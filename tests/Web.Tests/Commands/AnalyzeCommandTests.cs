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
    public async Task What_is_most_frequent_is_ranked()
    {
        var log = directory.Write("xferlog", string.Concat(Enumerable.Repeat("Mon Nov 23 00:14:09 2026 1 198.51.100.7 1000 /srv/a.example/f b _ o r anna ftp 0 * c\n", 3)));
        var run = await CommandRun.MetricsAsync("analyze", "--config", directory.Write("metrics.toml", ""), "--domains", "a.example", "--", log);
        Assert.Equal(2, run.Output.Split("FTP files, the most frequent:\n               3  /srv/a.example/f\n").Length - 1);
        Assert.Equal(2, run.Output.Split("FTP directories, the most frequent:\n               3  /srv/a.example/\n").Length - 1);
    }

    [Fact]
    public async Task A_format_of_ones_own_is_read_when_the_configuration_has_it()
    {
        var log = directory.Write("own.log", "GET 200 17\nGET 404 4\nPUT 200 9\n");
        var config = directory.Write(
            "metrics.toml", $$"""
            [log.web]
            path = "{{log}}"
            line = "{verb} {status:number} {bytes:number}"
            when = "status == 200"
            sum = ["bytes"]
            """);
        foreach (var arguments in new string[][] { ["--format", "log.web"], [] })
        {
            var run = await CommandRun.MetricsAsync(["analyze", "--config", config, .. arguments, "--", log]);
            Assert.Equal((0, ""), (run.ExitCode, run.Errors));
            Assert.Matches(@"log\.web\.lines +2\n", run.Output);
            Assert.Matches(@"log\.web\.bytes +26$", run.Output);
        }
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
