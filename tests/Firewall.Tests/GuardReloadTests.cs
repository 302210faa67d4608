using System.Net;
using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;
using Metrics.Actions.MailServers;
using Metrics.Collector;
using Metrics.Web.Firewall;
using Microsoft.Extensions.Options;

namespace Metrics.Firewall.Tests;

/// <summary>What a guard takes of a changed configuration while it runs, and what it knows after a restart.</summary>
public sealed class GuardReloadTests : IDisposable
{
    private const string Address = "203.0.113.9";

    private readonly Network network = new();

    public void Dispose() => network.Dispose();

    [Fact]
    public async Task On_sighup_the_guard_reads_its_configuration_and_a_bad_one_or_one_of_others_keeps_the_old_one()
    {
        using var guard = new GuardProcess(network, "[firewall]\nallow = [\"192.0.2.1\"]\n", list: "198.51.100.0/24\n");
        Assert.NotEqual("", (await guard.BlockAsync("192.0.2.1")).Refusal);
        Assert.Equal("", (await guard.BlockAsync("192.0.2.5")).Refusal);

        guard.Configure("""
            [firewall]
            allow = ["192.0.2.2"]
            block_time = "2h"
            [blocklist.test]
            file = "DIR/test.list"
            [mail]
            host = "192.0.2.25"
            from = "metrics@example.net"
            to = ["anna@example.net"]
            [mailserver.exim]
            kind = "exim"
            """);
        await ReloadAsync(guard, "The configuration is read again.");
        Assert.Equal("", (await guard.BlockAsync("192.0.2.1", seconds: 0)).Refusal);
        Assert.NotEqual("", (await guard.BlockAsync("192.0.2.2")).Refusal);
        Assert.Contains("198.51.100.0/24", network.Nft("list", "set", "inet", "metrics", "list_test_4"), StringComparison.Ordinal);
        Assert.Equal(["192.0.2.1", "192.0.2.5"], (await guard.BlocksAsync()).Select(block => block.Address));
        Assert.InRange((await guard.BlocksAsync())[0].SecondsLeft, 3_601, 7_200);
        await Waiting.UntilAsync(async () => (await guard.BlockAsync("192.0.2.25")).Refusal.Contains("smart host", StringComparison.Ordinal), "the smart host is known");
        Assert.Equal("exim", Assert.Single((await guard.Client.AskAsync<MailAnswer>(new MailRequest(MailVerb.Look), default)).State.Servers).Name);

        guard.Configure("[firewall]\nallow = [\"nonsense\"]\n");
        await ReloadAsync(guard, "The configuration is not taken; all that was before stays.");
        Assert.NotEqual("", (await guard.BlockAsync("192.0.2.2")).Refusal);

        guard.Configure("[firewall]\nallow = []\n");
        File.SetUnixFileMode(guard.Configuration, (UnixFileMode)0b110_110_100);
        await ReloadAsync(guard, $"chmod go-w {guard.Configuration}");
        Assert.NotEqual("", (await guard.BlockAsync("192.0.2.2")).Refusal);

        File.SetUnixFileMode(guard.Configuration, (UnixFileMode)0b110_100_100);
        await ReloadAsync(guard, "The configuration is read again.");
        Assert.Equal("", (await guard.BlockAsync("192.0.2.2")).Refusal);
        Assert.DoesNotContain("list_test_4", network.Nft("list", "table", "inet", "metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrators_present_address_is_not_blocked_after_a_restart_of_the_guard_either()
    {
        using var guard = new GuardProcess(network);
        await guard.Client.AskAsync<DoneAnswer>(new AdministratorRequest(Address), default);
        guard.Kill();
        guard.Start();

        Assert.Contains("an administrator's", (await guard.BlockAsync(Address)).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guard_that_has_forgotten_everything_is_told_again_where_administrators_are()
    {
        using var guard = new GuardProcess(network);
        using var watch = new FirewallWatch(guard.Client, Options.Create(new CollectorOptions { Step = TimeSpan.FromSeconds(1) }), TimeProvider.System);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        watch.Saw(IPAddress.Parse(Address));
        await Known();

        guard.Kill();
        Directory.Delete(Path.Combine(Path.GetDirectoryName(guard.Configuration)!, "state"), recursive: true);
        guard.Start();
        await Known();
        await watch.StopAsync(TestContext.Current.CancellationToken);

        Task Known() => Waiting.UntilAsync(
            async () => (await guard.Client.AskAsync<FirewallAnswer>(new FirewallRequest(), default)).Never.Any(one => one.Network == Address), "the guard knows the administrator");
    }

    [Fact]
    public async Task Null_among_addresses_is_refused_as_such()
    {
        using var guard = new GuardProcess(network);
        var refusals = new List<string>
        {
            (await Assert.ThrowsAsync<GuardRefusedException>(() => guard.Client.AskAsync<BlockAnswer>(new BlockRequest([null!]), default))).Message,
            (await Assert.ThrowsAsync<GuardRefusedException>(() => guard.Client.AskAsync<BlockAnswer>(new UnblockRequest(["192.0.2.1", null!]), default))).Message,
        };
        Assert.Equal(["One of the addresses is null.", "One of the addresses is null."], refusals);
    }

    [Fact]
    public async Task A_mail_server_that_hangs_keeps_nobody_waiting_who_asks_for_something_else()
    {
        // What is to be held is looked at first, by a program that does not end.
        using var guard = new GuardProcess(network, "[mailserver.exim]\nkind = \"exim\"\nprogram = \"DIR/hangs.sh\"\n", start: false);
        var root = Path.GetDirectoryName(guard.Configuration)!;
        var script = Path.Combine(root, "hangs.sh");
        File.WriteAllText(script, "#!/bin/sh\ntouch \"$0.began\"\nwhile [ -e \"$0\" ]; do sleep 0.2; done\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(Path.Combine(root, "state-mail"));
        File.WriteAllText(Path.Combine(root, "state-mail", "hold"), "2");
        guard.Start();

        Assert.Equal("", (await guard.BlockAsync("192.0.2.7")).Refusal);
        var mail = guard.Client.AskAsync<MailAnswer>(new MailRequest(MailVerb.Look), TestContext.Current.CancellationToken);
        await Waiting.UntilAsync(() => Task.FromResult(File.Exists(script + ".began")), "the mail server is asked");
        Assert.Equal("", (await guard.BlockAsync("192.0.2.8")).Refusal);
        Assert.False(mail.IsCompleted);
        guard.Kill();
        await Assert.ThrowsAsync<GuardAbsentException>(() => mail);
    }

    private static async Task ReloadAsync(GuardProcess guard, string expected)
    {
        guard.Reload();
        await Waiting.UntilAsync(() => Task.FromResult(guard.Said.Contains(expected, StringComparison.Ordinal)), $"the guard says: {expected}");
    }
}
