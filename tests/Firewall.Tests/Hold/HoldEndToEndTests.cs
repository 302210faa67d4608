using Metrics.Actions.Tests.MailServers;
using Metrics.Analyzers.Tests.Daemons;

namespace Metrics.Firewall.Tests.Hold;

/// <summary>A spam run on a whole server: log, series, rule, letter, guard, filter and Postfix together, as they run on a machine.</summary>
public sealed class HoldEndToEndTests
{
    private const int Spam = 25;

    [Fact]
    public async Task A_spam_run_is_told_of_then_held_and_its_queue_goes_when_somebody_resumes_it()
    {
        using var machine = await MailMachine.StartAsync($"""
            armed = true
            when = "sum(mail.delivered, 1m) - sum(mail.received, 1m) > {Spam - 5}"
            for = "0s"
            """);
        Assert.Contains("No mail is held, and none was.", (await machine.MetricsAsync("hold")).Output, StringComparison.Ordinal);
        Assert.Contains("No mail is held.", await machine.PageAsync("/hold"), StringComparison.Ordinal);
        Assert.True(machine.ScriptReachesOthers);

        await machine.Postfix.HandInAsync("spammer@example.org", Spam);
        DebianProgram.Wait("the spam outside", () => MailNetwork.Count(machine.Mails) == Spam);
        await SaysAsync(machine, "Mail is held: filter, begun");
        Assert.NotEmpty(machine.Changes);
        Assert.All(machine.Changes, change => Assert.StartsWith("1 ", change, StringComparison.Ordinal));

        await machine.Postfix.HandInAsync("spammer@example.org", 3);
        await Waiting.UntilAsync(async () => await QueueAsync(machine) == 3, "the queue");
        Assert.False(machine.ScriptReachesOthers);
        // Our own letters go through.
        DebianProgram.Wait("the second letter", () => machine.Subjects.Contains("Mail is held (web1)"));
        // A guard that is busy says so first, instead of what it would have to look for.
        var status = await SaysAsync(machine, "postfix runs and is held.");
        foreach (var sentence in (string[])["Taken. anna@example.net: 10.77.0.2: 2.0.0 Ok", "nothing goes out", "Only Metrics reaches mail servers elsewhere."])
            Assert.Contains(sentence, status, StringComparison.Ordinal);
        var page = "";
        await Waiting.UntilAsync(async () => (page = await machine.PageAsync("/hold")).Contains("Only Metrics reaches mail servers elsewhere.", StringComparison.Ordinal), "the guard looks");
        foreach (var sentence in (string[])["Mail is held: begun", "spammer@example.org", "no delivery to others since"])
            Assert.Contains(sentence, page, StringComparison.Ordinal);
        Assert.Equal(Spam, MailNetwork.Count(machine.Mails));

        Assert.Equal(0, (await machine.MetricsAsync("hold", "resume")).Code);
        DebianProgram.Wait("what was held", () => MailNetwork.Count(machine.Mails) == Spam + 3);
        Assert.True(machine.ScriptReachesOthers);
        await Waiting.UntilAsync(async () => await QueueAsync(machine) == 0, "an empty queue");
        DebianProgram.Wait("the last letter", () => machine.Subjects.Contains("Mail goes again (web1)"));
        // The incident may last; it begins no other hold.
        await SaysAsync(machine, "No mail is held; the last time: filter, begun");
        Assert.Contains("No mail is held.", await machine.PageAsync("/hold"), StringComparison.Ordinal);
    }

    private static async Task<int> QueueAsync(MailMachine machine) => (await machine.Postfix.Server.QueueAsync(TestContext.Current.CancellationToken)).Count;

    private static async Task<string> SaysAsync(MailMachine machine, string sentence)
    {
        var output = "";
        for (var i = 0; i < 60; i++, await Task.Delay(500, TestContext.Current.CancellationToken))
            if ((output = (await machine.MetricsAsync("hold")).Output).Contains(sentence, StringComparison.Ordinal))
                return output;
        throw new InvalidOperationException($"\"metrics hold\" does not say \"{sentence}\" but: {output}{machine.Said}");
    }
}
