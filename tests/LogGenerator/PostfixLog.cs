using System.Globalization;
using System.Text;
using Metrics.Analyzers.Usage;

namespace Metrics.LogGenerator;

/// <summary>Writes a Postfix log of known content: messages in, out and within, deferrals with retries, bounces with their reports, rejections, a
/// content filter, ids used again as soon as they are free, lines of all messages interleaved. Same seed, same bytes.</summary>
public sealed class PostfixLog
{
    private readonly MailScene scene;
    private readonly Totals totals;
    private readonly bool filters;

    private PostfixLog(MailScene scene, Totals totals, bool filters) => (this.scene, this.totals, this.filters) = (scene, totals, filters);

    /// <summary>The domains of the server that writes the log.</summary>
    public static IReadOnlyList<string> LocalDomains => MailScene.Domains;

    /// <summary>Writes a log.</summary>
    /// <param name="output">Takes its lines.</param>
    /// <param name="totals">Takes the truth.</param>
    /// <param name="messages">How many messages come from outside or are handed in.</param>
    /// <param name="seed">Of the chance.</param>
    /// <param name="begin">Seconds since the epoch of the first line.</param>
    /// <param name="perSecond">Messages a second.</param>
    /// <param name="iso">Whether stamps are of RFC 3339 instead of without year, in UTC.</param>
    /// <param name="usersPerDomain">Users of each domain.</param>
    /// <param name="filters">Whether the truth has what the filter says too, not only Postfix.</param>
    public static void Write(
        Stream output, Totals totals, int messages, int seed, long begin, int perSecond = 20, bool iso = false, int usersPerDomain = 200, bool filters = false)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var scene = new MailScene(seed, totals, usersPerDomain);
        var log = new PostfixLog(scene, totals, filters);
        for (var i = 0; i < messages; i++)
        {
            var time = (begin * 1000) + (i * 1000L / perSecond);
            scene.Flush(writer, time, t => MailScene.Syslog(t, iso));
            log.Something(time);
        }
        scene.Flush(writer, long.MaxValue, t => MailScene.Syslog(t, iso));
    }

    private void Something(long time)
    {
        switch (scene.Random.Next(20))
        {
            case 0 or 1 or 2:
                Rejected(time);
                break;
            case 3 or 4:
                Sent(time, authenticated: scene.Random.Next(2) == 0);
                break;
            case 5:
                Filtered(time);
                break;
            case 6:
                Bounced(time);
                break;
            default:
                Received(time);
                break;
        }
    }

    private void Received(long time)
    {
        var (id, size) = (Id(time, 60_000), scene.Random.Next(400, 90_000));
        var recipients = scene.Locals(5);
        var sender = scene.Random.Next(30) == 0 ? "\"a b>, size=9, nrcpt=9 (queue active)\"@" + scene.Pick(MailScene.Remote) : scene.Stranger();
        scene.Taken();
        Arrive(time, id, scene.Client(), null, sender, size, recipients.Length);
        for (var i = 0; i < recipients.Length; i++)
            scene.Say(time + 40 + (i * 7), $"postfix/{scene.Pick(["local", "virtual", "lmtp"])}[311]: {id}: to=<{recipients[i]}>{(scene.Random.Next(4) == 0 ? ", orig_to=<info@example.org>" : "")}, relay={scene.Pick(["local", "virtual", "mail.local[/run/lmtp]"])}, delay=0.02, delays=0.01/0.01/0/0, dsn=2.0.0, status=sent (delivered to maildir)");
        scene.Delivered(recipients, size);
        scene.Say(time + 120, $"postfix/qmgr[303]: {id}: removed");
    }

    private void Sent(long time, bool authenticated)
    {
        var (sender, size, retries) = (scene.Local(), scene.Random.Next(400, 9_000_000), scene.Random.Next(3));
        var recipients = Enumerable.Range(0, 1 + scene.Random.Next(2)).Select(i => $"to{i}-{scene.Random.Next(5000)}@{scene.Pick(MailScene.Remote)}").ToArray();
        var id = Id(time, 4_000_000);
        Arrive(time, id, "192.0.2.1", authenticated ? Totals.Split(sender).User : null, sender, size, recipients.Length);
        scene.Sent(sender, size, recipients.Length);
        for (var i = 0; i < retries; i++)
        {
            var retry = time + 200 + (i * 900_000L);
            if (i > 0)
                scene.Say(retry - 10, $"postfix/qmgr[303]: {id}: from=<{sender}>, size={size}, nrcpt={recipients.Length} (queue active)");
            foreach (var recipient in recipients)
            {
                scene.Say(retry, $"postfix/smtp[309]: {id}: to=<{recipient}>, relay=192.0.2.4[192.0.2.4]:25, delay=0.13, delays=0.07/0.01/0.04/0.01, dsn=4.7.1, status=deferred (host 192.0.2.4[192.0.2.4] said: 451 4.7.1 Greylisting in action, please come back in 00:05:00 (in reply to RCPT TO command))");
                scene.OfSender(sender, Measure.MailDeferred);
            }
        }
        var last = time + 300 + (retries * 900_000L);
        foreach (var recipient in recipients)
        {
            scene.Say(last, $"postfix/smtp[309]: {id}: to=<{recipient}>, relay=mx.{Totals.Split(recipient).Domain}[198.51.100.25]:25, conn_use=2, delay=1.2, delays=0.1/0/0.5/0.6, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4F1D02)");
            scene.Relayed(sender, 1.2);
        }
        scene.Say(last + 5, $"postfix/qmgr[303]: {id}: removed");
    }

    private void Bounced(long time)
    {
        var (sender, size, id, report) = (scene.Local(), scene.Random.Next(400, 90_000), Id(time, 60_000), Id(time, 60_000));
        Arrive(time, id, "192.0.2.1", null, sender, size, 1);
        scene.Sent(sender, size, 1);
        scene.Say(time + 300, $"postfix/smtp[309]: {id}: to=<nobody@remote.example>, relay=mx.remote.example[198.51.100.25]:25, delay=0.3, delays=0.1/0/0.1/0.1, dsn=5.1.1, status=bounced (host mx.remote.example[198.51.100.25] said: 550 5.1.1 User unknown (in reply to RCPT TO command))");
        scene.OfSender(sender, Measure.MailBounced);
        scene.Say(time + 301, $"postfix/cleanup[308]: {report}: message-id=<report{scene.Next()}@web01>");
        scene.Say(time + 302, $"postfix/bounce[320]: {id}: sender non-delivery notification: {report}");
        scene.Say(time + 303, $"postfix/qmgr[303]: {report}: from=<>, size={size + 2000}, nrcpt=1 (queue active)");
        scene.Say(time + 304, $"postfix/qmgr[303]: {id}: removed");
        scene.Taken();
        scene.Say(time + 320, $"postfix/local[311]: {report}: to=<{sender}>, relay=local, delay=0.02, delays=0.01/0.01/0/0, dsn=2.0.0, status=sent (delivered to maildir)");
        scene.Delivered([sender], size + 2000);
        scene.Say(time + 330, $"postfix/qmgr[303]: {report}: removed");
    }

    // Through a filter on the same machine, which queues the message again: one message, one delivery.
    private void Filtered(long time)
    {
        var (first, second, size, recipient) = (Id(time, 60_000), Id(time, 60_000), scene.Random.Next(400, 90_000), scene.Addressee());
        var sender = scene.Stranger();
        scene.Taken();
        var messageId = Arrive(time, first, scene.Client(), null, sender, size, 1);
        scene.Say(time + 400, $"postfix/smtpd[340]: {second}: client=localhost[127.0.0.1]");
        scene.Say(time + 401, $"postfix/cleanup[308]: {second}: message-id=<m{messageId}@gen.example>");
        scene.Say(time + 402, $"postfix/qmgr[303]: {second}: from=<{sender}>, size={size + 500}, nrcpt=1 (queue active)");
        scene.Say(time + 403, $"amavis[99]: (00099-01) Passed CLEAN, [198.51.100.8] <{sender}> -> <{recipient}>, Hits: -1.9");
        if (filters)
        {
            scene.AtMailbox(recipient, Measure.MailFoundClean);
        }
        scene.Say(time + 404, $"postfix/smtp[309]: {first}: to=<{recipient}>, relay=127.0.0.1[127.0.0.1]:10024, delay=0.4, delays=0.1/0/0/0.3, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as {second})");
        scene.Say(time + 405, $"postfix/qmgr[303]: {first}: removed");
        scene.Say(time + 420, $"postfix/local[311]: {second}: to=<{recipient}>, relay=local, delay=0.02, delays=0.01/0.01/0/0, dsn=2.0.0, status=sent (delivered to maildir)");
        scene.Delivered([recipient], size + 500);
        scene.Say(time + 430, $"postfix/qmgr[303]: {second}: removed");
    }

    private void Rejected(long time)
    {
        var (client, recipient) = (scene.Client(), scene.Addressee());
        var (words, reason) = scene.Random.Next(4) switch
        {
            0 => ($"554 5.7.1 Service unavailable; Client host [{client}] blocked using bl.example; https://bl.example/?ip={client}", Measure.MailRejectedBlockList),
            1 => ($"550 5.1.1 <{recipient}>: Recipient address rejected: User unknown in local recipient table", Measure.MailRejectedUnknownRecipient),
            2 => ("450 4.2.0 <x@y.example>: Recipient address rejected: Greylisted, see http://postgrey.example/", Measure.MailRejectedGreylist),
            _ => ("504 5.5.2 <User blocked using 192.0.2.1>: Helo command rejected: need fully-qualified hostname", Measure.MailRejectedHelo),
        };
        scene.Say(time, $"postfix/smtpd[306]: connect from unknown[{client}]");
        scene.Say(time + 20, $"postfix/smtpd[306]: NOQUEUE: reject: RCPT from unknown[{client}]: {words}; from=<spam{scene.Random.Next(900)}@bulk.example> to=<{recipient}> proto=ESMTP helo=<[192.0.2.99]>");
        scene.Say(time + 30, $"postfix/smtpd[306]: disconnect from unknown[{client}] ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4");
        scene.Refused(recipient, reason);
    }

    private long Arrive(long time, string id, string client, string? user, string sender, long size, int recipients)
    {
        var message = scene.Next();
        if (user is not null)
            scene.Server(Measure.MailSignIns);
        scene.Say(time, $"postfix/smtpd[306]: connect from unknown[{client}]");
        scene.Say(time + 1, $"postfix/smtpd[306]: {id}: client=unknown[{client}]{(user is null ? "" : $", sasl_method=PLAIN, sasl_username={user}")}");
        scene.Say(time + 2, $"postfix/cleanup[308]: {id}: message-id=<m{message}@gen.example>");
        scene.Say(time + 10, $"postfix/qmgr[303]: {id}: from=<{sender}>, size={size}, nrcpt={recipients} (queue active)");
        scene.Say(time + 15, $"postfix/smtpd[306]: disconnect from unknown[{client}] ehlo=1 mail=1 rcpt={recipients} data=1 quit=1 commands={recipients + 4}");
        return message;
    }

    // An id is free again when its message has left.
    private string Id(long time, long lives) =>
        scene.Reused('q', time, time + lives, number => (0xA0000 + number).ToString("X7", CultureInfo.InvariantCulture));
}
