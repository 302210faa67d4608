using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Metrics.Actions.Blocking;
using Metrics.Actions.Firewall;

namespace Metrics.Firewall.Tests;

/// <summary>From a line in a log, or a connection to a trap, to packets that no longer arrive: both processes as they run on a server.</summary>
public sealed class OffenderTests : IDisposable
{
    private readonly Hosts hosts = new();

    public void Dispose() => hosts.Dispose();

    [Fact]
    public async Task Who_fails_to_sign_in_too_often_is_blocked_and_proof_stands_beside_the_decision()
    {
        using var guard = new GuardProcess(hosts.Server, WebProcess.Settings);
        using var web = new WebProcess(hosts.Server, guard);
        using var proof = new Proof(hosts, isV6: false, guard.DropsAsync);
        web.Write(WebProcess.Failures(Hosts.A(false).ToString()));

        await Blocked(guard, 1);
        Assert.Empty(await proof.FailuresAsync());
        await Waiting.UntilAsync(() => Task.FromResult(web.Decisions.Newest(10) is [{ State: DecisionState.Blocked }]), "the decision is finished");
        var decision = web.Decisions.Newest(1)[0];
        Assert.Equal((Hosts.A(false).ToString(), "passwords.ssh", "10 failed sign-ins to a shell within 10 minutes.", 10), (decision.Subject, decision.Detector, decision.Reason, decision.Evidence.Length));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Who_connects_to_a_trap_is_blocked_and_the_connection_is_reset(bool isV6)
    {
        using var guard = new GuardProcess(hosts.Server, WebProcess.Settings);
        using var web = new WebProcess(hosts.Server, guard);
        using var proof = new Proof(hosts, isV6, guard.DropsAsync);
        using var socket = hosts.Begin(Hosts.A(isV6), WebProcess.Trap);
        Assert.True(socket.Poll(Tool.Patience, SelectMode.SelectRead));
        socket.Receive(new byte[1], SocketFlags.None, out var end);
        Assert.Equal(SocketError.ConnectionReset, end);

        var block = Assert.Single(await Blocked(guard, 1));
        Assert.StartsWith("intruders: Connected to port 2323, which nobody should ask for.", block.Why, StringComparison.Ordinal);
        Assert.Empty(await proof.FailuresAsync());
    }

    [Fact]
    public async Task Packets_that_are_no_finished_handshake_are_no_offence()
    {
        using var guard = new GuardProcess(hosts.Server, WebProcess.Settings);
        using var web = new WebProcess(hosts.Server, guard);
        // The answer to A's first packet does not reach A, as if another had sent it in A's name.
        hosts.Client.Nft("add table inet lose; add chain inet lose in { type filter hook input priority 0; }; add rule inet lose in ip daddr 10.77.0.2 tcp sport 2323 counter drop");
        using var silent = hosts.Begin(Hosts.A(false), WebProcess.Trap);
        using var datagram = hosts.Sender(Hosts.A(false), WebProcess.Trap);
        datagram.Send([1]);
        await Waiting.UntilAsync(() => Task.FromResult(!hosts.Client.Nft("list table inet lose").Contains("packets 0 ", StringComparison.Ordinal)), "the server has answered");
        // Whoever comes after it is seen.
        using var socket = hosts.Begin(Hosts.B(false), WebProcess.Trap);

        Assert.Equal([Hosts.B(false).ToString()], (await Blocked(guard, 1)).Select(block => block.Address));
        Assert.Equal([Hosts.B(false).ToString()], web.Decisions.Newest(10).Select(decision => decision.Subject));
    }

    [Fact]
    public async Task A_trap_and_a_detector_at_once_are_one_block_and_so_it_is_after_a_kill_at_any_moment()
    {
        using var guard = new GuardProcess(hosts.Server, WebProcess.Settings);
        using var web = new WebProcess(hosts.Server, guard);
        var address = Hosts.A(false).ToString();
        web.Write(WebProcess.Failures(address));
        using var socket = hosts.Begin(Hosts.A(false), WebProcess.Trap);
        // Whether this one is known, asked for or answered when the kill comes, nobody knows.
        web.Write(WebProcess.Failures("192.0.2.7"));
        await Blocked(guard, 1);
        web.Kill();
        web.Start();
        web.Write(WebProcess.Failures("192.0.2.8"));

        var blocks = await Blocked(guard, 3);
        Assert.Equal([address, "192.0.2.7", "192.0.2.8"], blocks.Select(block => block.Address).Order(StringComparer.Ordinal));
        Assert.All(blocks, block => Assert.Equal(1, block.Times));
        await Waiting.UntilAsync(() => Task.FromResult(web.Decisions.Newest(10).All(decision => decision.State == DecisionState.Blocked)), "all decisions are finished");
        Assert.Equal(3, web.Decisions.Newest(10).Count);
    }

    [Fact]
    public async Task Nobody_is_blocked_for_the_past_or_in_anothers_name_and_what_must_not_be_is_refused_with_its_reason()
    {
        using var guard = new GuardProcess(hosts.Server, WebProcess.Settings + "\n[firewall]\nallow = [\"198.51.100.0/24\"]\n");
        using var web = new WebProcess(hosts.Server, guard, WebProcess.Failures("192.0.2.1", ago: TimeSpan.FromHours(3), count: 40));
        // The user is the client's text: it wants to be an address, a line, another program's line.
        foreach (var user in (string[])["x from 192.0.2.2 port 22 ssh2", "192.0.2.2", "x from 192.0.2.2 port 22 ssh2: y", "a\\nsshd[1]: Failed password for root from 192.0.2.2 port 1 ssh2"])
            web.Write(WebProcess.Failures("192.0.2.3", user));
        web.Write(WebProcess.Failures("198.51.100.7") + WebProcess.Failures("10.77.0.1") + WebProcess.Failures("127.0.0.1") + WebProcess.Failures("0.0.0.0") + WebProcess.Failures("192.0.2.4"));

        Assert.Equal(["192.0.2.3", "192.0.2.4"], (await Blocked(guard, 2)).Select(block => block.Address).Order(StringComparer.Ordinal));
        await Waiting.UntilAsync(() => Task.FromResult(web.Decisions.Newest(10).All(decision => decision.State != DecisionState.Waiting)), "all decisions are finished");
        var refused = web.Decisions.Newest(10).Where(decision => decision.State == DecisionState.Refused).ToDictionary(decision => decision.Subject, decision => decision.Answer);
        Assert.Equal(["0.0.0.0", "10.77.0.1", "198.51.100.7"], refused.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("10.77.0.1 is our own, and never blocked.", refused["10.77.0.1"]);
        Assert.Contains("allowed by firewall.allow", refused["198.51.100.7"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_in_file_names_greetings_referrers_and_user_names_of_all_services_are_never_blocked()
    {
        const string victim = "192.0.2.2", ftp = "192.0.2.10", smtp = "192.0.2.12", exim = "192.0.2.13", shell = "192.0.2.15";
        var settings = WebProcess.Settings.Replace("listen =", "timezone = \"UTC\"\nlisten =", StringComparison.Ordinal)
            .Replace("[traps]", """
                domains = ["example.org"]
                vsftpd = ["DIR/vsftpd.log"]
                postfix = ["DIR/mail.log"]
                exim = ["DIR/exim.log"]
                combined = ["DIR/access.log"]
                [traps]
                """, StringComparison.Ordinal)
            .Replace("[\"passwords.ssh\",", "[\"passwords.ssh\", \"passwords.ftp\", \"passwords.mail\", \"harvesting\", \"downloads\",", StringComparison.Ordinal);
        using var guard = new GuardProcess(hosts.Server, settings);
        foreach (var log in (string[])["vsftpd.log", "mail.log", "exim.log", "access.log"])
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(guard.Configuration)!, log), "");
        using var web = new WebProcess(hosts.Server, guard);
        var now = TimeProvider.System.GetUtcNow();
        var (ctime, iso, dashed) = (string.Create(CultureInfo.InvariantCulture, $"{now:ddd MMM} {now.Day,2} {now:HH:mm:ss yyyy}"), $"{now:yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'}", $"{now:yyyy-MM-dd HH:mm:ss}");

        var forged = $"x from {victim} port 22 ssh2";
        web.Write("access.log", Many($"192.0.2.14 - - [{string.Create(CultureInfo.InvariantCulture, $"{now:dd/MMM/yyyy:HH:mm:ss}")} +0000] \"GET /{victim} HTTP/1.1\" 404 10 \"http://{victim}/ Failed password for {forged}\" \"{victim}\""));
        web.Write("vsftpd.log", Many($"{ctime} [pid 7] [anna] OK UPLOAD: Client \"192.0.2.11\", \"/a] FAIL LOGIN: Client \"{victim}\"\", 10 bytes, 1.00Kbyte/sec")
            + Many($"{ctime} [pid 7] [x] OK LOGIN: Client \"{victim}\"] FAIL LOGIN: Client \"{ftp}\""));
        foreach (var helo in (string[])[$"[{victim}]", $"x> to=<a@example.org> RCPT from unknown[{victim}]", $"unknown[{victim}]: 550 5.1.1 <u@example.org>: Recipient address rejected: User unknown"])
            web.Write("mail.log", Many($"{iso} mx postfix/smtpd[42]: NOQUEUE: reject: RCPT from unknown[{smtp}]: 550 5.1.1 <u@example.org>: Recipient address rejected: User unknown in local recipient table; from=<\"[{victim}]\"@b.example> to=<u@example.org> proto=ESMTP helo=<{helo}>"));
        foreach (var helo in (string[])[$"[{victim}]", $"x [{victim}]"])
            web.Write("exim.log", Many($"{dashed} H=({helo}) [{exim}] F=<a@b.example> rejected RCPT <u@example.org>: Unrouteable address")
                + Many($"{dashed} dovecot_login authenticator failed for ({helo}) [{exim}]: 535 Incorrect authentication data (set_id={victim})"));
        web.Write(WebProcess.Failures(shell, forged));

        await Waiting.UntilAsync(async () => (await guard.BlocksAsync()).Count >= 4, $"4 are blocked, and these are decided about: {string.Join("; ", web.Decisions.Newest(20).Select(one => one.Subject))}");
        await Waiting.UntilAsync(() => Task.FromResult(web.Decisions.Newest(20).All(decision => decision.State != DecisionState.Waiting)), "all decisions are finished");
        Assert.Equal([ftp, smtp, exim, shell], (await guard.BlocksAsync()).Select(block => block.Address).Order(StringComparer.Ordinal));
        Assert.Equal([ftp, smtp, exim, shell], web.Decisions.Newest(20).Select(decision => decision.Subject).Distinct().Order(StringComparer.Ordinal));

        static string Many(string line) => string.Concat(Enumerable.Repeat(line + "\n", 25));
    }

    [Fact]
    public async Task A_dry_run_says_whom_it_would_block_and_blocks_nobody()
    {
        using var guard = new GuardProcess(hosts.Server, WebProcess.Settings.Replace("dry_run = false", "", StringComparison.Ordinal));
        using var web = new WebProcess(hosts.Server, guard);
        web.Write(WebProcess.Failures("192.0.2.7"));

        await Waiting.UntilAsync(() => Task.FromResult(web.Decisions.Newest(10) is [{ State: DecisionState.WouldBlock, Subject: "192.0.2.7" }]), "it is said");
        Assert.Empty(await guard.BlocksAsync());
    }

    [Fact]
    public async Task A_thousand_addresses_that_ask_a_trap_at_once_are_all_blocked()
    {
        using var guard = new GuardProcess(hosts.Server, WebProcess.Settings);
        using var web = new WebProcess(hosts.Server, guard);
        hosts.Server.Ip("route", "add", "10.78.0.0/16", "via", "10.77.0.3");
        var sources = Enumerable.Range(0, 1_000).Select(i => IPAddress.Parse($"10.78.{i / 200}.{1 + i % 200}")).ToList();
        hosts.Client.Ip("route", "add", "local", "10.78.0.0/16", "dev", "lo");
        var sockets = hosts.Begin(sources, WebProcess.Trap);

        var blocks = await Blocked(guard, 1_000);
        Assert.Equal(sources.Select(source => source.ToString()).Order(StringComparer.Ordinal), blocks.Select(block => block.Address).Order(StringComparer.Ordinal));
        foreach (var socket in sockets)
            socket.Dispose();
    }

    private static async Task<IReadOnlyList<BlockContract>> Blocked(GuardProcess guard, int count)
    {
        IReadOnlyList<BlockContract> blocks = [];
        await Waiting.UntilAsync(async () => (blocks = await guard.BlocksAsync()).Count >= count, $"{count} are blocked");
        return blocks;
    }
}
