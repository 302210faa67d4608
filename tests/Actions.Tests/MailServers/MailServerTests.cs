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
        ["opensmtpd"] = (TestOpenSmtpd.Prepare, TestOpenSmtpd.StartAsync),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("postfix"), InlineData("exim"), InlineData("opensmtpd")]
    public async Task Held_mail_stays_in_the_queue_and_goes_a_few_at_a_time_after_the_release(string name)
    {
        using var network = new MailNetwork(Servers[name].Prepare);
        var mails = network.Sink(25);
        var test = await Servers[name].Start(network);
        var server = test.Server;
        await test.HandInAsync("before@example.org", 1);
        DebianProgram.Wait("a message outside", () => MailNetwork.Count(mails) == 1);

        await server.HoldAsync(Cancel);
        await server.HoldAsync(Cancel);
        Assert.True(await server.IsHeldAsync(Cancel));
        await test.HandInAsync("spammer@example.org", 3);
        await test.HandInAsync("anna@example.org", 2);
        await WaitAsync("the queue", async () => (await server.QueueAsync(Cancel)).Count == 5);
        var queue = QueueSummary.Of([.. await server.QueueAsync(Cancel)]);
        Assert.Equal([new SenderCount("spammer@example.org", 3), new SenderCount("anna@example.org", 2)], queue.Senders);
        Assert.Equal(5, (await server.LengthAsync(Cancel)).All);
        Assert.Equal(1, MailNetwork.Count(mails));

        await server.ReleaseAsync(Cancel);
        await server.ReleaseAsync(Cancel);
        Assert.Equal(5, server.Aside);
        await test.HandInAsync("new@example.org", 1);
        DebianProgram.Wait("the new message", () => MailNetwork.Count(mails) == 2);
        await server.LetGoAsync(2, Cancel);
        DebianProgram.Wait("the first messages", () => MailNetwork.Count(mails) == 4);
        Assert.Equal(3, server.Aside);
        await server.LetGoAsync(10, Cancel);
        DebianProgram.Wait("all messages", () => MailNetwork.Count(mails) == 7);
        Assert.Equal(0, server.Aside);
        await WaitAsync("an empty queue", async () => (await server.QueueAsync(Cancel)).Count == 0);
    }

    [Theory, InlineData("postfix"), InlineData("exim"), InlineData("opensmtpd")]
    public async Task Stopped_servers_do_not_run_take_nothing_and_keep_their_queues(string name)
    {
        using var network = new MailNetwork(Servers[name].Prepare);
        var mails = network.Sink(25);
        var test = await Servers[name].Start(network);
        var server = test.Server;
        await WaitAsync("the server", () => server.IsRunningAsync(Cancel));
        await server.HoldAsync(Cancel);
        await test.HandInAsync("anna@example.org", 2);
        await server.StopAsync(Cancel);
        await server.StopAsync(Cancel);
        Assert.False(await server.IsRunningAsync(Cancel));
        Assert.NotEqual(0, network.Script(0, "exec 3<>/dev/tcp/127.0.0.1/25"));
        Assert.Equal(2, (await server.LengthAsync(Cancel)).All);

        await server.ReleaseAsync(Cancel);
        await server.StartAsync(Cancel);
        await WaitAsync("the server", () => server.IsRunningAsync(Cancel));
        Assert.Equal(2, server.Aside);
        Assert.Equal(0, MailNetwork.Count(mails));
        await server.LetGoAsync(10, Cancel);
        DebianProgram.Wait("all messages", () => MailNetwork.Count(mails) == 2);
    }

    private static async Task WaitAsync(string what, Func<Task<bool>> holds)
    {
        for (var i = 0; i < 600; i++)
            if (await holds())
                return;
            else
                await Task.Delay(50, Cancel);
        Assert.Fail($"Waited 30 s for {what}.");
    }
}
