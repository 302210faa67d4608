using System.Globalization;
using System.Text;
using Metrics.Analyzers.Usage;

namespace Metrics.LogGenerator;

/// <summary>Writes a Postfix log of known content: messages in, out and within, deferrals with retries, bounces with their reports, rejections, a
/// content filter, ids used again as soon as they are free, lines of all messages interleaved. Same seed, same bytes.</summary>
public sealed class PostfixLog
{
    private static readonly string[] Domains = ["example.org", "shop.example.net", "verein.example"];
    private static readonly string[] Remote = ["remote.example", "partner.example", "bulk.example", "mail.example.com"];

    private readonly Random random;
    private readonly PriorityQueue<string, (long Millisecond, long Order)> lines = new();
    private readonly Queue<string> freeIds = new();
    private readonly List<(long Free, string Id)> usedIds = [];
    private readonly Totals totals;
    private readonly bool iso;
    private readonly bool filters;
    private readonly long usersPerDomain;
    private long order;
    private long nextId = 0xA0000;
    private long nextMessage;

    private PostfixLog(int seed, Totals totals, bool iso, int usersPerDomain, bool filters)
    {
        random = new Random(seed);
        (this.totals, this.iso, this.usersPerDomain, this.filters) = (totals, iso, usersPerDomain, filters);
    }

    /// <summary>The domains of the server that writes the log.</summary>
    public static IReadOnlyList<string> LocalDomains => Domains;

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
        var log = new PostfixLog(seed, totals, iso, usersPerDomain, filters);
        for (var i = 0; i < messages; i++)
        {
            var time = (begin * 1000) + (i * 1000L / perSecond);
            log.Flush(writer, time);
            log.Something(time);
        }
        log.Flush(writer, long.MaxValue);
    }

    private void Something(long time)
    {
        switch (random.Next(20))
        {
            case 0 or 1 or 2:
                Rejected(time);
                break;
            case 3 or 4:
                Sent(time, authenticated: random.Next(2) == 0);
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
        var (id, size) = (Id(time, 60_000), random.Next(400, 90_000));
        var recipients = Enumerable.Range(0, 1 + (random.Next(4) == 0 ? random.Next(5) : 0)).Select(_ => Local()).Distinct().ToArray();
        var sender = random.Next(30) == 0 ? "\"a b>, size=9, nrcpt=9 (queue active)\"@" + Pick(Remote) : $"user{random.Next(5000)}@{Pick(Remote)}";
        Arrive(time, id, Client(), null, sender, size, recipients.Length);
        for (var i = 0; i < recipients.Length; i++)
            Say(time + 40 + (i * 7), $"postfix/{Pick(["local", "virtual", "lmtp"])}[311]: {id}: to=<{recipients[i]}>{(random.Next(4) == 0 ? ", orig_to=<info@example.org>" : "")}, relay={Pick(["local", "virtual", "mail.local[/run/lmtp]"])}, delay=0.02, delays=0.01/0.01/0/0, dsn=2.0.0, status=sent (delivered to maildir)");
        Deliver(recipients, size);
        Say(time + 120, $"postfix/qmgr[303]: {id}: removed");
    }

    private void Sent(long time, bool authenticated)
    {
        var (sender, size, retries) = (Local(), random.Next(400, 9_000_000), random.Next(3));
        var recipients = Enumerable.Range(0, 1 + random.Next(2)).Select(i => $"to{i}-{random.Next(5000)}@{Pick(Remote)}").ToArray();
        var id = Id(time, 4_000_000);
        Arrive(time, id, "192.0.2.1", authenticated ? Totals.Split(sender).User : null, sender, size, recipients.Length);
        totals.Address(sender, Measure.MailSent);
        totals.Address(sender, Measure.MailSentBytes, size);
        totals.Address(sender, Measure.MailSentRecipients, recipients.Length);
        for (var i = 0; i < retries; i++)
        {
            var retry = time + 200 + (i * 900_000L);
            if (i > 0)
                Say(retry - 10, $"postfix/qmgr[303]: {id}: from=<{sender}>, size={size}, nrcpt={recipients.Length} (queue active)");
            foreach (var recipient in recipients)
            {
                Say(retry, $"postfix/smtp[309]: {id}: to=<{recipient}>, relay=192.0.2.4[192.0.2.4]:25, delay=0.13, delays=0.07/0.01/0.04/0.01, dsn=4.7.1, status=deferred (host 192.0.2.4[192.0.2.4] said: 451 4.7.1 Greylisting in action, please come back in 00:05:00 (in reply to RCPT TO command))");
                totals.Address(sender, Measure.MailDeferred);
            }
        }
        var last = time + 300 + (retries * 900_000L);
        foreach (var recipient in recipients)
        {
            Say(last, $"postfix/smtp[309]: {id}: to=<{recipient}>, relay=mx.{Totals.Split(recipient).Domain}[198.51.100.25]:25, conn_use=2, delay=1.2, delays=0.1/0/0.5/0.6, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4F1D02)");
            totals.Address(sender, Measure.MailRelayed);
            Delay(Totals.Split(sender).Domain, Measure.MailDelay3s);
        }
        Say(last + 5, $"postfix/qmgr[303]: {id}: removed");
    }

    private void Bounced(long time)
    {
        var (sender, size, id, report) = (Local(), random.Next(400, 90_000), Id(time, 60_000), Id(time, 60_000));
        Arrive(time, id, "192.0.2.1", null, sender, size, 1);
        totals.Address(sender, Measure.MailSent);
        totals.Address(sender, Measure.MailSentBytes, size);
        totals.Address(sender, Measure.MailSentRecipients);
        Say(time + 300, $"postfix/smtp[309]: {id}: to=<nobody@remote.example>, relay=mx.remote.example[198.51.100.25]:25, delay=0.3, delays=0.1/0/0.1/0.1, dsn=5.1.1, status=bounced (host mx.remote.example[198.51.100.25] said: 550 5.1.1 User unknown (in reply to RCPT TO command))");
        totals.Address(sender, Measure.MailBounced);
        Say(time + 301, $"postfix/cleanup[308]: {report}: message-id=<report{nextMessage++}@web01>");
        Say(time + 302, $"postfix/bounce[320]: {id}: sender non-delivery notification: {report}");
        Say(time + 303, $"postfix/qmgr[303]: {report}: from=<>, size={size + 2000}, nrcpt=1 (queue active)");
        Say(time + 304, $"postfix/qmgr[303]: {id}: removed");
        totals.Server(Measure.MailAccepted);
        Say(time + 320, $"postfix/local[311]: {report}: to=<{sender}>, relay=local, delay=0.02, delays=0.01/0.01/0/0, dsn=2.0.0, status=sent (delivered to maildir)");
        Deliver([sender], size + 2000);
        Say(time + 330, $"postfix/qmgr[303]: {report}: removed");
    }

    // Through a filter on the same machine, which queues the message again: one message, one delivery.
    private void Filtered(long time)
    {
        var (first, second, size, recipient) = (Id(time, 60_000), Id(time, 60_000), random.Next(400, 90_000), Local());
        var sender = $"user{random.Next(5000)}@{Pick(Remote)}";
        var messageId = nextMessage;
        Arrive(time, first, Client(), null, sender, size, 1);
        Say(time + 400, $"postfix/smtpd[340]: {second}: client=localhost[127.0.0.1]");
        Say(time + 401, $"postfix/cleanup[308]: {second}: message-id=<m{messageId}@gen.example>");
        Say(time + 402, $"postfix/qmgr[303]: {second}: from=<{sender}>, size={size + 500}, nrcpt=1 (queue active)");
        Say(time + 403, $"amavis[99]: (00099-01) Passed CLEAN, [198.51.100.8] <{sender}> -> <{recipient}>, Hits: -1.9");
        if (filters)
        {
            totals.Server(Measure.MailFoundClean);
            totals.Add(Totals.Split(recipient).Domain, "", Measure.MailFoundClean, 1);
        }
        Say(time + 404, $"postfix/smtp[309]: {first}: to=<{recipient}>, relay=127.0.0.1[127.0.0.1]:10024, delay=0.4, delays=0.1/0/0/0.3, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as {second})");
        Say(time + 405, $"postfix/qmgr[303]: {first}: removed");
        Say(time + 420, $"postfix/local[311]: {second}: to=<{recipient}>, relay=local, delay=0.02, delays=0.01/0.01/0/0, dsn=2.0.0, status=sent (delivered to maildir)");
        Deliver([recipient], size + 500);
        Say(time + 430, $"postfix/qmgr[303]: {second}: removed");
    }

    private void Rejected(long time)
    {
        var (client, recipient) = (Client(), Local());
        var (words, reason) = random.Next(4) switch
        {
            0 => ($"554 5.7.1 Service unavailable; Client host [{client}] blocked using bl.example; https://bl.example/?ip={client}", Measure.MailRejectedBlockList),
            1 => ($"550 5.1.1 <{recipient}>: Recipient address rejected: User unknown in local recipient table", Measure.MailRejectedUnknownRecipient),
            2 => ("450 4.2.0 <x@y.example>: Recipient address rejected: Greylisted, see http://postgrey.example/", Measure.MailRejectedGreylist),
            _ => ("504 5.5.2 <User blocked using 192.0.2.1>: Helo command rejected: need fully-qualified hostname", Measure.MailRejectedHelo),
        };
        Say(time, $"postfix/smtpd[306]: connect from unknown[{client}]");
        Say(time + 20, $"postfix/smtpd[306]: NOQUEUE: reject: RCPT from unknown[{client}]: {words}; from=<spam{random.Next(900)}@bulk.example> to=<{recipient}> proto=ESMTP helo=<[192.0.2.99]>");
        Say(time + 30, $"postfix/smtpd[306]: disconnect from unknown[{client}] ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4");
        foreach (var measure in new[] { Measure.MailRejected, reason })
        {
            totals.Server(measure);
            totals.Add(Totals.Split(recipient).Domain, "", measure, 1);
        }
    }

    private void Arrive(long time, string id, string client, string? user, string sender, long size, int recipients)
    {
        totals.Server(Measure.MailAccepted);
        if (user is not null)
            totals.Server(Measure.MailSignIns);
        Say(time, $"postfix/smtpd[306]: connect from unknown[{client}]");
        Say(time + 1, $"postfix/smtpd[306]: {id}: client=unknown[{client}]{(user is null ? "" : $", sasl_method=PLAIN, sasl_username={user}")}");
        Say(time + 2, $"postfix/cleanup[308]: {id}: message-id=<m{nextMessage++}@gen.example>");
        Say(time + 10, $"postfix/qmgr[303]: {id}: from=<{sender}>, size={size}, nrcpt={recipients} (queue active)");
        Say(time + 15, $"postfix/smtpd[306]: disconnect from unknown[{client}] ehlo=1 mail=1 rcpt={recipients} data=1 quit=1 commands={recipients + 4}");
    }

    private void Deliver(IReadOnlyList<string> recipients, long size)
    {
        totals.Server(Measure.MailReceived);
        foreach (var domain in recipients.Select(r => Totals.Split(r).Domain).Distinct())
            totals.Add(domain, "", Measure.MailReceived, 1);
        foreach (var recipient in recipients)
        {
            var (user, domain) = Totals.Split(recipient);
            totals.Add(domain, user, Measure.MailReceived, 1);
            totals.Address(recipient, Measure.MailReceivedBytes, size);
            totals.Address(recipient, Measure.MailReceivedRecipients);
            Delay(domain, Measure.MailDelay1s);
        }
    }

    private void Delay(string domain, Measure measure)
    {
        totals.Server(measure);
        totals.Add(domain, "", measure, 1);
    }

    private string Local() => $"u{random.NextInt64(usersPerDomain)}@{Pick(Domains)}";

    private string Client() => $"198.51.{random.Next(100, 104)}.{random.Next(1, 255)}";

    private T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    // An id is free again when its message has left.
    private string Id(long time, long lives)
    {
        while (usedIds.Count > 0 && usedIds[0].Free < time)
        {
            freeIds.Enqueue(usedIds[0].Id);
            usedIds.RemoveAt(0);
        }
        var id = freeIds.Count > 0 ? freeIds.Dequeue() : (nextId++).ToString("X7", CultureInfo.InvariantCulture);
        if (lives < 100_000)
            usedIds.Add((time + lives, id));
        return id;
    }

    private void Say(long millisecond, string text) => lines.Enqueue(text, (millisecond, order++));

    private void Flush(StreamWriter writer, long until)
    {
        while (lines.TryPeek(out var text, out var due) && due.Millisecond < until)
        {
            lines.Dequeue();
            var time = DateTimeOffset.FromUnixTimeMilliseconds(due.Millisecond);
            writer.Write(time.ToString(iso ? "yyyy-MM-ddTHH:mm:ss.ffffff+00:00" : "MMM dd HH:mm:ss", CultureInfo.InvariantCulture) is var stamp && !iso && stamp[4] == '0'
                ? string.Concat(stamp.AsSpan(0, 4), " ", stamp.AsSpan(5))
                : stamp);
            writer.Write(" web01 ");
            writer.WriteLine(text);
        }
    }
}
