using Metrics.Actions.MailServers;
using Metrics.Analyzers.Tests.Daemons;

namespace Metrics.Actions.Tests.MailServers;

/// <summary>Real mail servers in networks of their own.</summary>
public sealed class MailServerTests
{
    private static readonly Dictionary<string, (string Prepare, Func<MailNetwork, Task<ITestServer>> Start)> Servers = new()
    {
        ["postfix"] = ("true", TestPostfix.StartAsync),
        ["exim"] = (TestExim.Prepare, TestExim.StartAsync),
        ["sendmail"] = (TestSendmail.Prepare, TestSendmail.StartAsync),
        ["opensmtpd"] = (TestOpenSmtpd.Prepare, TestOpenSmtpd.StartAsync),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("postfix"), InlineData("exim"), InlineData("sendmail"), InlineData("opensmtpd")]
    public async Task Held_mail_stays_in_the_queue_and_goes_a_few_at_a_time_after_the_release(string name)
    {
        using var network = new MailNetwork(Servers[name].Prepare);
        var mails = network.Sink(25);
        var test = await Servers[name].Start(network);
        var server = test.Server;
        await test.HandInAsync("before@example.org", 1);
        DebianProgram.Wait("a message outside", () => MailNetwork.Count(mails) == 1);
        // The other side has it a moment before it says so: held then, it would stay in the queue.
        await DebianProgram.WaitAsync("an empty queue", async () => (await server.QueueAsync(Cancel)).Count == 0);

        await server.HoldAsync(Cancel);
        await server.HoldAsync(Cancel);
        Assert.True(await server.IsHeldAsync(Cancel));
        await test.HandInAsync("spammer@example.org", 3);
        await test.HandInAsync("anna@example.org", 2);
        await DebianProgram.WaitAsync("the queue", async () => (await server.QueueAsync(Cancel)).Count == 5);
        // On its way from one directory of the queue to the next a message may be in both.
        SenderCount[] senders = [new("spammer@example.org", 3), new("anna@example.org", 2)];
        await DebianProgram.WaitAsync("who has mail in the queue", async () => QueueSummary.Of([.. await server.QueueAsync(Cancel)]).Senders.SequenceEqual(senders));
        await DebianProgram.WaitAsync("its length", async () => (await server.LengthAsync(Cancel)).All == 5);
        Assert.Equal(1, MailNetwork.Count(mails));

        await server.ReleaseAsync(Cancel);
        await server.ReleaseAsync(Cancel);
        Assert.Equal(5, server.Aside);
        await test.HandInAsync("new@example.org", 1);
        DebianProgram.Wait("the new message", () => MailNetwork.Count(mails) == 2);
        await LetGoUntilAsync(3);
        DebianProgram.Wait("the first messages", () => MailNetwork.Count(mails) == 4);
        await LetGoUntilAsync(0);
        DebianProgram.Wait("all messages", () => MailNetwork.Count(mails) == 7);
        await DebianProgram.WaitAsync("an empty queue", async () => (await server.QueueAsync(Cancel)).Count == 0);

        // One that the server itself looks at just then is let go another time.
        Task LetGoUntilAsync(int left) => DebianProgram.WaitAsync($"no more than {left} messages that wait", async () =>
        {
            await server.LetGoAsync(server.Aside - left, Cancel);
            return server.Aside == left;
        });
    }

    [Theory, InlineData("postfix"), InlineData("exim"), InlineData("sendmail"), InlineData("opensmtpd")]
    public async Task Nothing_goes_out_but_ours_until_it_is_lifted_whoever_starts_what(string name)
    {
        const int monitor = 54_321, script = 65_534, submission = 587, other = 8080;
        using var network = new MailNetwork(Servers[name].Prepare);
        var mails = network.Sink(25);
        network.Sink(submission);
        network.Sink(other);
        var test = await Servers[name].Start(network);
        var server = test.Server;
        await DebianProgram.WaitAsync("the server", () => server.IsRunningAsync(Cancel));
        HoldFilter Filter() => new(network, new HoldFilterOptions(monitor, [MailNetwork.Outside], submission));
        using var keeper = new MailKeeper([server], Filter(), network.State) { IsArmed = true };
        Assert.True(network.Reaches(script, 25));

        Assert.True((await keeper.AddAsync(HoldMeasures.Filter, Cancel)).IsFiltered);
        Assert.False(network.Reaches(script, 25));
        Assert.False(network.Reaches(0, submission));
        Assert.False(network.Reaches(monitor, 25));
        Assert.True(network.Reaches(monitor, submission));
        Assert.True(network.Reaches(script, other));
        Assert.Equal(0, network.Script(script, "exec 3<>/dev/tcp/127.0.0.1/25"));
        Assert.True(Assert.Single((await keeper.AddAsync(HoldMeasures.Hold, Cancel)).Servers).IsHeld);
        await test.HandInAsync("spammer@example.org", 12);
        await DebianProgram.WaitAsync("the queue", async () => (await server.QueueAsync(Cancel)).Count == 12);
        var stopped = await keeper.AddAsync(HoldMeasures.Stop, Cancel);
        Assert.Empty(stopped.Problems);
        Assert.False(Assert.Single(stopped.Servers).IsRunning);
        Assert.NotEqual(0, network.Script(script, "exec 3<>/dev/tcp/127.0.0.1/25"));
        // What moved a message from one directory of the queue to the next may end a moment after its daemon.
        await DebianProgram.WaitAsync("its length", async () => (await server.LengthAsync(Cancel)).All == 12);

        // A panel starts it, somebody flushes the filter, the machine starts anew: the next look sees to it.
        await server.StartAsync(Cancel);
        await DebianProgram.WaitAsync("the server", () => server.IsRunningAsync(Cancel));
        DebianProgram.Wait("the server's own queue", () => !test.IsBetweenQueues);
        using var again = new MailKeeper([server], Filter(), network.State) { IsArmed = true };
        // Sendmail is held by being stopped and no other way: without the filter it would deliver until the next look.
        if (server.Options.Kind == MailServerKind.Sendmail)
            Assert.Empty(await again.KeepAsync(Cancel));
        await network.RequireAsync("nft", "flush", "ruleset");
        Assert.Empty(await again.KeepAsync(Cancel));
        var kept = await again.LookAsync(Cancel);
        Assert.Equal(HoldMeasures.Filter | HoldMeasures.Hold | HoldMeasures.Stop, kept.Wanted);
        Assert.True(kept.IsFiltered);
        Assert.False(Assert.Single(kept.Servers).IsRunning);
        Assert.False(network.Reaches(script, 25));
        await Assert.ThrowsAsync<IOException>(() => again.RestartAsync(server.Options.Name, Cancel));

        var lifted = await again.LiftAsync(Cancel);
        Assert.Empty(lifted.Problems);
        Assert.False(lifted.IsFiltered);
        Assert.Equal(12, lifted.Servers[0].Aside);
        await DebianProgram.WaitAsync("the server", () => server.IsRunningAsync(Cancel));
        await again.KeepAsync(Cancel);
        Assert.Equal(2, server.Aside);
        await again.KeepAsync(Cancel);
        DebianProgram.Wait("all messages", () => MailNetwork.Count(mails) == 12);
        Assert.Equal(HoldMeasures.None, (await again.LookAsync(Cancel)).Wanted);
    }
}
