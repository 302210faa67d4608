using Metrics.Actions.Guard;
using Metrics.Actions.MailServers;
using Metrics.Actions.Rules;
using Metrics.Actions.Services;
using Metrics.Actions.Tests.Hold;
using Metrics.Actions.Tests.MailServers;
using Metrics.Actions.Tests.Rules;
using Metrics.Analyzers.Tests.Daemons;
using Metrics.RrdStore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Metrics.Actions.Tests.Services;

/// <summary>Restarts that are asked for, by persons and by watchdogs.</summary>
public sealed class ServiceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_requests_are_one_restart_in_a_window_and_the_last_one_wins()
    {
        using var hold = new HoldHarness(25);
        using var store = new RuleStore();
        var done = new List<string>();
        var watch = Watch(hold, store, new ServiceOptions("web") { Window = TimeSpan.FromMinutes(1) }, done);
        for (var i = 0; i < 5; i++)
            hold.Restarts.Ask("web", "anna", $"reason {i}");
        await watch.RestartAsync(Cancel);
        Assert.Single(done);
        Assert.Equal(("reason 4", 5, "done"), hold.Restarts.Newest(1)[0] is var one ? (one.Why, one.Times, one.Answer) : default);

        hold.Restarts.Ask("web", "anna", "again");
        hold.Restarts.Ask("web", "bert", "and again");
        hold.Time.Advance(TimeSpan.FromSeconds(59));
        await watch.RestartAsync(Cancel);
        Assert.Single(done);
        hold.Time.Advance(TimeSpan.FromSeconds(1));
        await watch.RestartAsync(Cancel);
        await watch.RestartAsync(Cancel);
        Assert.Equal(2, done.Count);
        Assert.Equal(("bert", "and again"), hold.Restarts.Newest(1)[0] is var last ? (last.Who, last.Why) : default);

        // Set back, the clock makes nobody wait for a year.
        hold.Restarts.Ask("web", "anna", "the clock");
        hold.Time.AdjustTime(hold.Time.GetUtcNow().AddDays(-300));
        await watch.RestartAsync(Cancel);
        Assert.Equal(3, done.Count);
    }

    [Fact]
    public void A_process_that_ends_in_the_middle_of_a_restart_does_it_once()
    {
        using var hold = new HoldHarness(25);
        hold.Restarts.Ask("web", "anna", "");
        Assert.NotNull(hold.Restarts.Take("web", TimeSpan.FromMinutes(1)));
        Assert.Null(hold.Restarts.Take("web", TimeSpan.FromMinutes(1)));
        hold.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(hold.Restarts.Take("web", TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_watchdog_restarts_what_hangs_until_it_gives_up_and_tells_once()
    {
        using var hold = new HoldHarness(25, "127.0.0.1");
        using var store = new RuleStore();
        var queue = store.Define("mail.queue.new");
        var done = new List<string>();
        var watch = Watch(hold, store, new ServiceOptions("qmail")
        {
            When = RuleExpression.Parse("min(mail.queue.new, 1m) > 0"),
            Window = TimeSpan.FromMinutes(10),
            Most = 3,
        }, done);
        hold.Time.AdjustTime(DateTimeOffset.FromUnixTimeSeconds(RuleStore.Start));
        var at = RuleStore.Start;
        for (var minute = 0; minute < 60; minute++, hold.Time.Advance(TimeSpan.FromMinutes(1)))
        {
            for (; at <= hold.Time.GetUtcNow().ToUnixTimeSeconds(); at += RuleStore.Step)
                store.Store.Append([Reading.Of(queue.Id, at * 1_000_000, minute < 2 ? 0 : 40)]);
            watch.Watch();
            await watch.RestartAsync(Cancel);
        }
        Assert.Equal(3, done.Count);
        Assert.Equal("qmail still hangs (test)", Assert.Single(hold.Titles));
    }

    [Fact]
    public async Task A_service_whose_configuration_is_wrong_is_not_restarted()
    {
        using var directory = new TemporaryDirectory();
        var service = new ServiceOptions("web") { Test = ["/bin/false"], RestartCommand = ["/usr/bin/touch", directory["restarted"]] };
        Task<GuardAnswer> RestartAsync(ServiceOptions one, string name = "web") => new ServiceRestarter([one], new Programs(), (_, _) => Task.CompletedTask).RestartAsync(name, Cancel);

        await Assert.ThrowsAsync<GuardRefusedException>(() => RestartAsync(service));
        Assert.False(File.Exists(directory["restarted"]));
        await Assert.ThrowsAsync<GuardRefusedException>(() => RestartAsync(service, "web; reboot"));
        await RestartAsync(service with { Test = ["/bin/true"] });
        Assert.True(File.Exists(directory["restarted"]));
    }

    [Fact]
    public async Task A_Postfix_whose_queue_manager_hangs_delivers_again_after_its_restart()
    {
        using var network = new MailNetwork();
        var mails = network.Sink(25);
        var test = await TestPostfix.StartAsync(network);
        await test.HandInAsync("anna@example.org", 1);
        DebianProgram.Wait("a message outside", () => MailNetwork.Count(mails) == 1);
        await network.RequireAsync("sh", "-ec", "for process in /proc/[0-9]*; do [ \"$(readlink $process/ns/net)\" != \"$(readlink /proc/self/ns/net)\" ] || [ \"$(cat $process/comm)\" != qmgr ] || kill -STOP ${process#/proc/}; done");
        await test.HandInAsync("anna@example.org", 3);
        DebianProgram.Wait("messages to be tried", () => test.Server.LengthAsync(Cancel).Result.New == 3);
        Assert.Equal(1, MailNetwork.Count(mails));

        using var keeper = new MailKeeper([test.Server], new HoldFilter(network, new HoldFilterOptions(0, [], 587)), network.State) { IsArmed = true };
        await new ServiceRestarter([new ServiceOptions("mail") { MailServer = "postfix" }], network, keeper.RestartAsync).RestartAsync("mail", Cancel);
        DebianProgram.Wait("all messages", () => MailNetwork.Count(mails) == 4);
    }

    private static ServiceWatch Watch(HoldHarness hold, RuleStore store, ServiceOptions service, List<string> done) => new([service], store.Store, hold.Restarts, (name, _) =>
    {
        done.Add(name);
        return Task.FromResult("done");
    }, hold.Messenger(), hold.Time, NullLogger<ServiceWatch>.Instance);
}
