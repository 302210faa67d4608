using System.Net;
using Metrics.Actions.Hold;
using Metrics.Web.Commands;
using Metrics.Web.Tests.Access;
using Metrics.Web.Tests.Commands;
using Metrics.Web.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Web.Tests.Hold;

/// <summary>The page of the mail hold, on a server whose guard does not run.</summary>
public sealed class HoldPageTests(HoldPageTests.Server server) : IClassFixture<HoldPageTests.Server>
{
    [Fact]
    public async Task An_administrator_begins_a_hold_which_is_a_dry_run_and_sees_what_came_of_it()
    {
        using var browser = server.Open();
        using var signedIn = await browser.SignInAsync(SecuredServer.Administrator);
        var before = await TextAsync(browser);
        Assert.Contains("No mail is held.", before, StringComparison.Ordinal);
        Assert.Contains("Dry run", before, StringComparison.Ordinal);
        Assert.Contains("The guard does not answer", before, StringComparison.Ordinal);

        using var asked = await browser.SubmitAsync("/hold", ("level", "stop"), ("why", "<b>spam</b>"));
        Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
        var table = server.Services.GetRequiredService<HoldTable>();
        await Waiting.UntilAsync(
            () =>
            {
                server.Clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(table.Open is null);
            },
            "The hold does not end.");
        var page = await TextAsync(browser);
        Assert.Contains("&lt;b&gt;spam&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("stop, dry run", page, StringComparison.Ordinal);
        Assert.Contains("There is nobody to tell", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_neither_see_it_nor_do_anything()
    {
        using var browser = server.Open("198.51.100.9");
        using var seen = await browser.GetAsync("/hold");
        Assert.NotEqual(HttpStatusCode.OK, seen.StatusCode);
        foreach (var path in (string[])["/hold", "/hold/resume", "/hold/acknowledge"])
        {
            using var done = await browser.PostAsync(path, ("level", "stop"));
            Assert.NotEqual(HttpStatusCode.OK, done.StatusCode);
        }
    }

    [Fact]
    public async Task The_command_asks_for_it_whether_the_server_runs_or_not()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("metrics.toml", "");
        async Task<CommandRun> RunAsync(params string[] arguments) => await CommandRun.MetricsAsync([.. arguments, "--config", file, "--data", directory["data"]]);

        Assert.Contains("none was", (await RunAsync("hold", "status")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, (await RunAsync("hold", "resume")).ExitCode);
        Assert.Equal(ExitCode.Usage, (await RunAsync("hold", "begin", "--level", "all", "--why", "spam")).ExitCode);
        Assert.Equal(ExitCode.Usage, (await RunAsync("hold", "begin", "--level", "hold")).ExitCode);
        Assert.Equal(ExitCode.Usage, (await RunAsync("hold", "begin", "--why", " ")).ExitCode);
        Assert.Contains("none was", (await RunAsync("hold")).Output, StringComparison.Ordinal);

        Assert.Contains("nothing is done yet: the server does not run", (await RunAsync("hold", "begin", "--level", "hold", "--why", "spam")).Output, StringComparison.Ordinal);
        var status = (await RunAsync("hold")).Output;
        Assert.Contains("A warning is on its way, nothing is held: hold, dry run", status, StringComparison.Ordinal);
        Assert.Contains("The server does not run", status, StringComparison.Ordinal);
        var resumed = await RunAsync("hold", "resume");
        Assert.Equal(ExitCode.Ok, resumed.ExitCode);
        Assert.Contains("nothing is done yet: the server does not run", resumed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_says_what_the_server_did()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("metrics.toml", "server.listen = \"127.0.0.1:0\"\n[guard]\nsocket = \"/nonexistent/guard.sock\"\n");
        string[] where = ["--config", file, "--data", directory["data"]];
        using var running = new ServerProcess(where);
        await running.AddressAsync();
        var begun = await CommandRun.MetricsAsync(["hold", "begin", "--level", "hold", "--why", "spam", .. where]);
        Assert.Contains("There is nobody to tell", begun.Output, StringComparison.Ordinal);
        Assert.Contains("No mail is held; the last time: hold, dry run", begun.Output, StringComparison.Ordinal);
    }

    [Theory, InlineData("127.0.0.1"), InlineData("localhost"), InlineData("::1")]
    public async Task A_smart_host_that_is_this_machine_is_refused(string host)
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("metrics.toml", $"[mail]\nhost = \"{host}\"\nfrom = \"m@example.net\"\n");
        foreach (var command in (string[][])[["config", "check"], ["serve"]])
        {
            var run = await CommandRun.MetricsAsync([.. command, "--config", file, "--data", directory["data"]]);
            Assert.Equal(ExitCode.Usage, run.ExitCode);
            Assert.Contains($"mail.host: {host} is this machine", run.Errors, StringComparison.Ordinal);
        }
    }

    private static async Task<string> TextAsync(FormClient browser)
    {
        using var answer = await browser.GetAsync("/hold");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>A server without a guard.</summary>
    public sealed class Server : SecuredServer
    {
        private protected override void Prepare(Metrics.Web.Configuration.MetricsSettings settings)
        {
            base.Prepare(settings);
            settings.Guard.Socket = "/nonexistent/guard.sock";
        }
    }
}
