using Metrics.Actions.MailServers;
using Metrics.Analyzers.Tests.Daemons;

namespace Metrics.Actions.Tests.MailServers;

/// <summary>What is done with qmail: its services by real daemontools, its queue by files as qmail writes them. qmail itself is not there: see <see cref="Supervised"/>.</summary>
public sealed class QmailTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("20"), InlineData(null)]
    public async Task A_hold_starts_qmail_send_anew_with_no_deliveries_to_others_and_a_release_with_one_at_a_time(string? limit)
    {
        using var qmail = new Supervised();
        if (limit is not null)
            await File.WriteAllTextAsync(qmail["control/concurrencyremote"], limit + "\n", Cancel);
        qmail.Start();
        var server = Server(qmail);
        Assert.True(await server.IsRunningAsync(Cancel));
        Assert.False(await server.IsHeldAsync(Cancel));

        await server.HoldAsync(Cancel);
        await server.HoldAsync(Cancel);
        Assert.True(await server.IsHeldAsync(Cancel));
        DebianProgram.Wait("a start with 0", () => qmail.Starts[^1] == "qmail-send 0");
        Assert.Equal(3, qmail.Starts.Length);

        Message(qmail, 1030, "F", "spammer@example.org", remote: "Tsomebody@remote.example\0");
        await server.ReleaseAsync(Cancel);
        await server.ReleaseAsync(Cancel);
        Assert.False(await server.IsHeldAsync(Cancel));
        DebianProgram.Wait("a start with 1", () => qmail.Starts[^1] == "qmail-send 1");
        Assert.Equal(1, server.Aside);
        await server.LetGoAsync(10, Cancel);
        Assert.Equal("1", (await File.ReadAllTextAsync(qmail["control/concurrencyremote"], Cancel)).Trim());

        // It has gone.
        File.Delete(qmail["queue/remote/18/1030"]);
        Assert.Equal(0, server.Aside);
        await server.LetGoAsync(10, Cancel);
        DebianProgram.Wait("a start with what was before", () => qmail.Starts[^1] == $"qmail-send {limit ?? "unset"}");
        Assert.Equal(limit is not null, File.Exists(qmail["control/concurrencyremote"]));
        Assert.Equal(5, qmail.Starts.Length);
    }

    [Fact]
    public async Task What_is_stopped_stays_so_over_a_start_of_the_machine()
    {
        using var qmail = new Supervised();
        qmail.Start();
        var server = Server(qmail);
        await server.StopAsync(Cancel);
        await server.StopAsync(Cancel);
        // supervise notes it a moment after it has ended.
        await DebianProgram.WaitAsync("its end", async () => !await server.IsRunningAsync(Cancel));
        Assert.All(qmail.Services, service => Assert.True(File.Exists(Path.Combine(service, "down"))));
        await server.StartAsync(Cancel);
        DebianProgram.Wait("both services", () => qmail.Starts.Length == 4);
        Assert.True(await server.IsRunningAsync(Cancel));
        Assert.All(qmail.Services, service => Assert.False(File.Exists(Path.Combine(service, "down"))));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_restart_is_one_even_of_one_that_hangs(bool mindsTerm)
    {
        using var qmail = new Supervised(mindsTerm);
        qmail.Start();
        await Server(qmail).RestartAsync(Cancel);
        DebianProgram.Wait("another qmail-send", () => qmail.Starts.Length >= 3);
        Assert.Equal("qmail-send unset", qmail.Starts[^1]);
    }

    [Fact]
    public async Task One_that_nobody_supervises_cannot_be_asked_nor_held_and_that_is_said()
    {
        using var qmail = new Supervised();
        var server = Server(qmail);
        foreach (var action in (Func<Task>[])[() => server.IsRunningAsync(Cancel), () => server.HoldAsync(Cancel), () => server.StopAsync(Cancel), () => server.RestartAsync(Cancel)])
            Assert.Contains("file does not exist", (await Assert.ThrowsAsync<IOException>(action)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_queue_is_read_as_qmail_lays_it_out()
    {
        using var qmail = new Supervised();
        // Looked at by qmail-send: one to others, one to here and to others, a report, which is from nobody.
        Message(qmail, 1030, "F", "anna@example.org", remote: "Tsomebody@remote.example\0");
        Message(qmail, 1053, "F", "anna@example.org", remote: "Dgone@remote.example\0Tlater@remote.example\0", local: "Tbert@example.org\0");
        Message(qmail, 1076, "F", "", local: "Tbert@example.org\0");
        // Just handed in, by a web server's user; and one that qmail-send is looking at: it is in todo and has half a file in info.
        Message(qmail, 1099, "u33\0p4711\0F", "spammer@example.org", isNew: true);
        Message(qmail, 1122, "u33\0p4711\0F", "spammer@example.org", isNew: true);
        await File.WriteAllTextAsync(qmail["queue/info/18/1122"], "Fspam", Cancel);
        foreach (var old in (string[])["remote/18/1053", "local/18/1053", "local/18/1076"])
            File.SetLastWriteTimeUtc(qmail[$"queue/{old}"], new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));

        var server = Server(qmail);
        Assert.Equal((5, 3), await server.LengthAsync(Cancel) is var length ? (length.All, length.New) : default);
        Assert.Equal(
            [new SenderCount("anna@example.org", 2), new SenderCount("spammer@example.org", 2), new SenderCount("<>", 1)],
            QueueSummary.Of([.. await server.QueueAsync(Cancel)]).Senders);
    }

    // What qmail-queue and qmail-send write of a message: INTERNALS. Each is in a directory named by the rest of its number by 23, which is 18 for all of these.
    private static void Message(Supervised qmail, int number, string before, string sender, string remote = "", string local = "", bool isNew = false)
    {
        File.WriteAllText(qmail[$"queue/mess/18/{number}"], "Received: (qmail 4711 invoked by uid 33); 1 Jan 2026 00:00:00 -0000\nSubject: x\n\nHello\n");
        File.WriteAllText(qmail[isNew ? $"queue/todo/{number}" : $"queue/info/18/{number}"], $"{before}{sender}\0{(isNew ? "Tsomebody@remote.example\0" : "")}");
        if (remote.Length > 0)
            File.WriteAllText(qmail[$"queue/remote/18/{number}"], remote);
        if (local.Length > 0)
            File.WriteAllText(qmail[$"queue/local/18/{number}"], local);
    }

    private static IMailServer Server(Supervised qmail) => MailServerFactory.Make(
        new MailServerOptions("qmail") { Kind = MailServerKind.Qmail, Configuration = qmail[""], Services = [.. qmail.Services] }, new Programs(), LeftProcesses.OwnNetwork,
        Directory.CreateDirectory(qmail["state"]).FullName);
}
