using System.Globalization;
using System.Text;
using Metrics.Analyzers.Formats;

namespace Metrics.Analyzers.Tests.Formats;

/// <summary>A process ends behind any line and another goes on with what the first has written down: the log says the same as to one that reads it all, and
/// what is written down in the end is the same.</summary>
public sealed class RestartTests
{
    private const long June2027 = 1_812_000_000;

    public static TheoryData<string, int> Logs =>
    [
        ("postfix", 1), ("postfix", 2), ("mail", 3), ("sendmail", 4), ("qmail", 5), ("opensmtpd", 6), ("exim", 7), ("xferlog", 8), ("combined", 9), ("vhost_combined", 10),
    ];

    [Theory]
    [MemberData(nameof(Logs))]
    public void A_restart_behind_every_line_changes_nothing(string format, int seed) => Compare(format, seed, 150, () => 1);

    [Theory]
    [MemberData(nameof(Logs))]
    public void What_begins_and_ends_between_restarts_changes_nothing(string format, int seed)
    {
        var random = new Random(seed);
        Compare(format, seed, 2_000, () => random.Next(1, 80));
    }

    [Theory]
    [InlineData("sshd", "Oct 25 {0} web01 sshd[1]: Accepted password for anna from 198.51.100.7 port 4711 ssh2")]
    [InlineData("exim", "2026-10-25 {0} H=(x) [198.51.100.7] F=<a@b.example> rejected RCPT <c@example.org>: Unrouteable address")]
    [InlineData("xferlog", "Sun Oct 25 {0} 2026 1 198.51.100.7 1 /srv/a b _ o r anna ftp 0 * c")]
    [InlineData("vsftpd", "Sun Oct 25 {0} 2026 [pid 1] [anna] OK LOGIN: Client \"198.51.100.7\"")]
    public void The_hour_that_autumn_repeats_stays_the_second(string format, string line)
    {
        var (berlin, events) = (TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), new RecordedEvents());
        var lines = new[] { "02:30:00", "02:59:59", "02:00:01", "02:10:00", "02:59:58", "03:00:00" }.Select(time => Encoding.ASCII.GetBytes(string.Format(CultureInfo.InvariantCulture, line, time)));

        KeptState.Read(lines, () => LogFormats.Make(format, berlin, () => June2027), events, () => 1);

        var midnight = new DateTimeOffset(2026, 10, 25, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        Assert.Equal([1_800, 3_599, 3_601, 4_200, 7_198, 7_200], events.All.Select(e => long.Parse(e[..e.IndexOf(' ')], CultureInfo.InvariantCulture) - midnight));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Lines_in_an_order_that_no_server_writes_are_read_alike(int seed)
    {
        var random = new Random(seed);
        var lines = Enumerable.Range(0, 6_000).Select(_ => Encoding.UTF8.GetBytes("2026-11-23T00:11:48Z web01 " + AnyLine(random))).ToList();
        var (once, restarted) = (new RecordedEvents(), new RecordedEvents());

        var whole = KeptState.Read(lines, Make, once, () => int.MaxValue);
        var pieces = KeptState.Read(lines, Make, restarted, () => random.Next(1, 30));

        Assert.NotEmpty(once.All);
        Assert.Equal(once.All, restarted.All);
        Assert.Equal(whole.Keys, pieces.Keys);

        static ILogFormat Make() => LogFormats.Make("syslog", TimeZoneInfo.Utc, () => June2027);
    }

    // Few names, so that all that a line can meet is met.
    private static string AnyLine(Random random)
    {
        var (id, other, message) = ("BC00" + Name(6), "BC00" + Name(6), $"<m{Name(4)}@gen.example>");
        var (sender, recipient) = ($"u{Name(2)}@example.org", $"u{Name(3)}@{Pick("example.org", "shop.example.net", "remote.example")}");
        var peer = Pick("mx.example[198.51.100.7]", "localhost[127.0.0.1]");
        return Pick(
            $"postfix/smtpd[1]: {id}: client={peer}",
            $"postfix/pickup[1]: {id}: uid=1000 from=<anna>",
            $"postfix/cleanup[1]: {id}: message-id={message}",
            $"postfix/qmgr[1]: {id}: from=<{sender}>, size={Name(9)}, nrcpt={Name(3)} (queue active)",
            $"postfix/qmgr[1]: {id}: from=<{sender}>, status=expired, returned to sender",
            $"postfix/qmgr[1]: {id}: removed",
            $"postfix/{Pick("local", "pipe")}[1]: {id}: to=<{recipient}>, relay=local, delay=0.1, delays=0/0/0/0.1, dsn=2.0.0, status=sent (delivered)",
            $"postfix/smtp[1]: {id}: to=<{recipient}>, relay=127.0.0.1[127.0.0.1]:10024, delay=0.4, delays=0/0/0/0.4, dsn=2.0.0, status=sent (250 Ok: queued as {other})",
            $"postfix/smtp[1]: {id}: to=<{recipient}>, relay=mx.example[198.51.100.25]:25, delay=2, delays=0/0/0/2, dsn=4.0.0, status={Pick("deferred", "bounced", "sent")} (said)",
            $"sm-mta[1]: 6AN0Cn{id}9999: from=<{sender}>, size={Name(9)}, class=0, nrcpts=2, msgid={message}, proto=ESMTP, daemon=MTA, relay={Pick("anna@localhost", "localhost [127.0.0.1]", "mx [198.51.100.7]")}",
            $"sm-mta[1]: 6AN0Cn{id}9999: <{recipient}>... User unknown",
            $"sm-mta[1]: 6AN0Cn{id}9999: to=<{recipient}>, delay=00:00:01, xdelay=00:00:00, mailer={Pick("local", "prog")}, pri=1, dsn={Pick("2.0.0", "4.0.0")}, stat=Sent",
            $"sm-mta[1]: 6AN0Cn{id}9999: to=<{recipient}>, delay=00:00:01, xdelay=00:00:00, mailer=esmtp, pri=1, relay={Pick("[127.0.0.1] [127.0.0.1]", "mx. [198.51.100.25]")}, dsn=2.0.0, stat=Sent",
            $"exim[1]: 1xVHeU-{id}0-0I <= {sender} H=(client) [{Pick("127.0.0.1", "198.51.100.7")}] P=esmtp S={Name(9)} id={message} for {recipient}",
            $"exim[1]: 1xVHeU-{id}0-0I => {recipient} R=x T={Pick("maildir", "spamcheck", "smtp H=localhost [127.0.0.1]", "smtp H=mx.example [198.51.100.25]")}",
            $"exim[1]: 1xVHeU-{id}0-0I Completed",
            $"smtpd[1]: 0000000{id}9999 smtp connected address={Pick("127.0.0.1", "198.51.100.7", "local")} host=x",
            $"smtpd[1]: 0000000{id}9999 smtp authentication user=anna result=ok",
            $"smtpd[1]: 0000000{id}9999 smtp message msgid=00{id}9 size={Name(9)} nrcpt=2 proto=ESMTP",
            $"smtpd[1]: 0000000{id}9999 smtp envelope evpid=00{id}900000000 from=<{sender}> to=<{recipient}>",
            $"smtpd[1]: 0000000{id}9999 smtp disconnected reason=quit",
            $"smtpd[1]: 0000000{id}9999 mda delivery evpid=00{id}900000000 from=<{sender}> to=<{recipient}> rcpt=<{recipient}> user=x delay=1s result=Ok stat=Delivered",
            $"smtpd[1]: 0000000{id}9999 mta delivery evpid=00{id}900000000 from=<{sender}> to=<{recipient}> rcpt=<-> source=\"192.0.2.1\" relay=\"127.0.0.1 (x)\" delay=0s result=\"Ok\" stat=\"250 2.0.0: 00{other}9 Message accepted for delivery\"",
            $"qmail: 1.2 new msg {id}",
            $"qmail: 1.2 info msg {id}: bytes {Name(9)} from <{sender}> qp 1 uid 1",
            $"qmail: 1.2 starting delivery {Name(4)}: msg {id} to {Pick("local", "remote")} {recipient}",
            $"qmail: 1.2 delivery {Name(4)}: {Pick("success", "deferral", "failure")}: did_0+0+1/",
            $"qmail: 1.2 end msg {id}",
            $"sshd[{Name(3)}]: Failed password for {Pick("root", "invalid user x")} from 198.51.100.7 port 4711 ssh2",
            $"sshd[{Name(3)}]: Connection closed by authenticating user root 198.51.100.7 port 4711 [preauth]");

        int Name(int most) => random.Next(1, most + 1);
        string Pick(params ReadOnlySpan<string> of) => of[random.Next(of.Length)];
    }

    private static void Compare(string format, int seed, int events, Func<int> linesUntilRestart)
    {
        var lines = Lines(GeneratedLog.Of(format, seed, events).Bytes).ToList();
        var (once, restarted) = (new RecordedEvents(), new RecordedEvents());

        var whole = KeptState.Read(lines, Make, once, () => int.MaxValue);
        var pieces = KeptState.Read(lines, Make, restarted, linesUntilRestart);

        Assert.Equal(once.All, restarted.All);
        Assert.Equal(whole.Rows, pieces.Rows);

        ILogFormat Make() => LogFormats.Make(format, TimeZoneInfo.Utc, () => June2027);
    }

    private static IEnumerable<byte[]> Lines(byte[] log) => Encoding.UTF8.GetString(log).Split('\n').Select(Encoding.UTF8.GetBytes);
}
