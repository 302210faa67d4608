using Metrics.Actions.MailServers;
using Metrics.Analyzers.Tests.Daemons;

namespace Metrics.Actions.Tests.MailServers;

/// <summary>What is Sendmail's alone: two queues, quarantine, and programs that hand in by its own program.</summary>
public sealed class SendmailTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_queues_are_held_and_let_go_and_what_others_have_quarantined_stays_so()
    {
        using var network = new MailNetwork(TestSendmail.Prepare);
        var mails = network.Sink(25);
        var test = await TestSendmail.StartAsync(network);
        var server = test.Server;
        await server.HoldAsync(Cancel);
        // As if it had been taken and not delivered before; one of them a person has looked at.
        foreach (var sender in (string[])["first@example.org", "second@example.org"])
            await network.RequireAsync([TestSendmail.Program, "-Am", "-C", network["sendmail/sendmail.cf"], "-odq", "-i", "-f", sender, "somebody@remote.example"], Cancel, "Subject: x\n\nHello\n");
        var second = (await server.QueueAsync(Cancel)).Single(message => message.Sender == "second@example.org");
        await network.RequireAsync(TestSendmail.Program, "-Am", "-C", network["sendmail/sendmail.cf"], "-Qsuspicious", $"-qI{second.Id}");
        await test.HandInAsync("third@example.org", 1);
        Assert.Equal(
            [("first@example.org", false), ("second@example.org", true), ("third@example.org", false)],
            (await server.QueueAsync(Cancel)).Select(message => (message.Sender, message.IsAside)).Order());
        Assert.Equal((3, 2), await server.LengthAsync(Cancel) is var length ? (length.All, length.New) : default);

        await server.ReleaseAsync(Cancel);
        Assert.Equal(2, server.Aside);
        Assert.All(await server.QueueAsync(Cancel), message => Assert.True(message.IsAside));
        await server.LetGoAsync(10, Cancel);
        DebianProgram.Wait("what was held", () => MailNetwork.Count(mails) == 2);
        Assert.Equal("second@example.org", Assert.Single(await server.QueueAsync(Cancel), message => message.IsAside).Sender);
    }

    [Fact]
    public async Task A_message_whose_delivery_was_ended_while_it_was_written_down_is_set_aside_too()
    {
        using var network = new MailNetwork(TestSendmail.Prepare);
        var mails = network.Sink(25);
        var server = (await TestSendmail.StartAsync(network)).Server;
        await server.HoldAsync(Cancel);
        await network.RequireAsync([TestSendmail.Program, "-Am", "-C", network["sendmail/sendmail.cf"], "-odq", "-i", "-f", "anna@example.org", "somebody@remote.example"], Cancel, "Subject: x\n\nHello\n");
        await File.WriteAllTextAsync(network[$"sendmail/queue/tf{Assert.Single(await server.QueueAsync(Cancel)).Id}"], "V8\nT17", Cancel);

        await server.ReleaseAsync(Cancel);
        Assert.True(Assert.Single(await server.QueueAsync(Cancel)).IsAside);
        Assert.Equal(1, server.Aside);
        await server.LetGoAsync(10, Cancel);
        DebianProgram.Wait("what was held", () => MailNetwork.Count(mails) == 1);
    }

    [Fact]
    public async Task A_program_that_just_hands_in_is_not_ended_by_a_hold_nor_taken_for_the_daemon()
    {
        using var network = new MailNetwork(TestSendmail.Prepare);
        var mails = network.Sink(25);
        var server = (await TestSendmail.StartAsync(network)).Server;
        await File.WriteAllTextAsync(network["letter"], "Subject: late\n\nHello\n", Cancel);
        // As of cron or a web server: a session that somebody else has begun and that is still there.
        using var script = network.Start("setsid", "sh", "-c",
            $"(until test -e {network["go"]}; do sleep 0.1; done; cat {network["letter"]}) | {TestSendmail.Program} -Ac -C {network["sendmail/submit.cf"]} -i -f late@example.org somebody@remote.example");
        DebianProgram.Wait("a program that hands in", () => Directory.EnumerateDirectories("/proc").Count(directory => IsSendmail(directory, network.Network)) == 3 || script.HasExited);
        Assert.False(script.HasExited);
        await server.HoldAsync(Cancel);
        Assert.True(await server.IsHeldAsync(Cancel));
        Assert.False(await server.IsRunningAsync(Cancel));
        await File.WriteAllTextAsync(network["go"], "", Cancel);
        await script.WaitForExitAsync(Cancel);
        Assert.Equal(0, script.ExitCode);
        Assert.Equal("late@example.org", Assert.Single(await server.QueueAsync(Cancel)).Sender);
        Assert.Equal(0, MailNetwork.Count(mails));
    }

    private static bool IsSendmail(string directory, string network)
    {
        try
        {
            return new FileInfo(Path.Combine(directory, "exe")).LinkTarget == TestSendmail.Program && new FileInfo(Path.Combine(directory, "ns/net")).LinkTarget == network;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
