using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tests.Usage;

/// <summary>What is said of mail to a mailbox counts for its user only where there is one: anybody can write to any name.</summary>
public sealed class KnownUserTests
{
    private const string Delivered =
        """
        Nov 23 11:00:00 web01 postfix/smtpd[1]: 0A1B2C3D: client=mx.example[198.51.100.7]
        Nov 23 11:00:00 web01 postfix/qmgr[1]: 0A1B2C3D: from=<a@b.example>, size=100, nrcpt=1 (queue active)
        Nov 23 11:00:00 web01 postfix/local[1]: 0A1B2C3D: to=<Anna@example.org>, relay=local, delay=0.02, delays=0.01/0.01/0/0, dsn=2.0.0, status=sent (delivered to maildir)

        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Refusals_findings_and_sign_ins_are_of_users_that_there_are(bool restarted)
    {
        using var analyzer = new TestAnalyzer("mail", ["example.org"]);
        File.WriteAllText(analyzer.Log, Delivered);
        analyzer.ReadAll();
        Assert.True(analyzer.Commit());
        if (restarted)
            analyzer.Crash();
        foreach (var user in new[] { "anna", "nobody" })
            File.AppendAllText(analyzer.Log,
                $"""
                Nov 23 11:00:01 web01 postfix/smtpd[1]: NOQUEUE: reject: RCPT from unknown[198.51.100.8]: 550 5.1.1 <{user}@example.org>: Recipient address rejected: User unknown; from=<x@y.example> to=<{user}@example.org> proto=ESMTP helo=<y>
                Nov 23 11:00:02 web01 amavis[99]: (00099-01) Passed SPAM, [198.51.100.8] <x@y.example> -> <{user}@example.org>, Hits: 12.3
                Nov 23 11:00:03 web01 dovecot: imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<{user}@example.org>, method=PLAIN, rip=198.51.100.8, lip=192.0.2.1

                """);
        File.AppendAllText(analyzer.Log, "Nov 23 11:00:04 web01 dovecot: imap-login: Login: user=<berta@example.org>, method=PLAIN, rip=198.51.100.9, lip=192.0.2.1, mpid=1, TLS\n");
        analyzer.ReadAll();
        Assert.True(analyzer.Commit());

        foreach (var measure in new[] { Measure.MailRejected, Measure.MailRejectedUnknownRecipient, Measure.MailFoundSpam, Measure.MailSignInsFailed })
            Assert.Equal((1, 0, 2, 2), (analyzer["example.org", "anna", measure], analyzer["example.org", "nobody", measure], analyzer["example.org", "", measure], analyzer["", "", measure]));
        // Who knows the password is somebody.
        Assert.Equal(1, analyzer["example.org", "berta", Measure.MailSignIns]);
        Assert.Equal(["anna", "berta"], UsageOf.Directory(analyzer.Directory.FullName).Select(v => v.User).Where(user => user.Length > 0).Distinct());
    }
}
