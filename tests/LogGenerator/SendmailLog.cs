using System.Globalization;
using System.Text;
using Metrics.Analyzers.Usage;

namespace Metrics.LogGenerator;

/// <summary>Writes a Sendmail log of known content: several recipients in a line, aliases without a domain, retries, reports of failures, mail of programs that
/// goes through two queues, refusals, lines of all messages interleaved. Same seed, same bytes.</summary>
public sealed class SendmailLog
{
    private readonly MailScene scene;

    private SendmailLog(MailScene scene) => this.scene = scene;

    /// <summary>The domains of the server that writes the log.</summary>
    public static IReadOnlyList<string> LocalDomains => MailScene.Domains;

    /// <summary>Writes a log.</summary>
    /// <param name="output">Takes its lines.</param>
    /// <param name="totals">Takes the truth.</param>
    /// <param name="messages">How many messages come from outside or are handed in.</param>
    /// <param name="seed">Of the chance.</param>
    /// <param name="begin">Seconds since the epoch of the first line.</param>
    /// <param name="iso">Whether stamps are of RFC 3339 instead of without year, in UTC.</param>
    public static void Write(Stream output, Totals totals, int messages, int seed, long begin, bool iso = false)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var scene = new MailScene(seed, totals, 200);
        var log = new SendmailLog(scene);
        for (var i = 0; i < messages; i++)
        {
            var time = (begin * 1000) + (i * 50L);
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
                Refused(time);
                break;
            case 3 or 4:
                Sent(time);
                break;
            case 5 or 6:
                HandedInByProgram(time);
                break;
            case 7:
                Bounced(time);
                break;
            default:
                Received(time);
                break;
        }
    }

    private void Received(long time)
    {
        var (id, size, recipients, alias) = (Id(), scene.Random.Next(400, 90_000), scene.Locals(5), scene.Random.Next(5) == 0);
        var sender = scene.Random.Next(30) == 0 ? "\"a b>, size=9, nrcpts=0, relay=x\"@remote.example" : scene.Stranger();
        scene.Taken();
        From(time, id, sender, size, recipients.Length, $"mx.example [{scene.Client()}] (may be forged)");
        var oneLine = scene.Random.Next(2) == 0;
        foreach (var list in oneLine ? [string.Join(",", recipients.Select(r => $"<{r}>"))] : recipients.Select(r => $"<{r}>").ToArray())
            To(time + 40 + scene.Random.Next(60), id, list, "local", null, "2.0.0", "Sent");
        if (alias)
            To(time + 30, id, "anna", "local", null, "2.0.0", "Sent");
        scene.Delivered(recipients, size);
        if (alias)
            scene.DeliveredByAlias(size);
    }

    private void Sent(long time)
    {
        var (id, size, sender, retries) = (Id(), scene.Random.Next(400, 9_000_000), scene.Local(), scene.Random.Next(3));
        var recipients = Enumerable.Range(0, 1 + scene.Random.Next(2)).Select(i => $"to{i}-{scene.Random.Next(5000)}@{scene.Pick(MailScene.Remote)}").ToArray();
        scene.Sent(sender, size, recipients.Length);
        From(time, id, sender, size, recipients.Length, "[192.0.2.1]");
        foreach (var recipient in recipients)
        {
            for (var i = 0; i < retries; i++)
            {
                To(time + 100 + (i * 900_000L), id, $"<{recipient}>", "esmtp", "[192.0.2.4] [192.0.2.4]", "4.3.0", "Deferred: 451 4.7.1 Greylisting, stat=Sent");
                scene.OfSender(sender, Measure.MailDeferred);
            }
            To(time + 200 + (retries * 900_000L), id, $"<{recipient}>", "esmtp", "mx.remote.example. [198.51.100.25]", "2.0.0", "Sent (2.0.0 Ok: queued as S790992)");
            scene.Relayed(sender, 0);
        }
    }

    // The one that programs start queues it without a domain and hands it to the other.
    private void HandedInByProgram(long time)
    {
        var (first, second, size, sender) = (Id(), Id(), scene.Random.Next(400, 90_000), scene.Local());
        var (user, recipients, message) = (Totals.Split(sender).User, scene.Locals(3), $"<m{scene.Next()}@web01>");
        var list = string.Join(",", recipients);
        scene.Say(time, $"sendmail[7]: {first}: from={user}, size={size - 100}, class=0, nrcpts={recipients.Length}, msgid={message}, relay={user}@localhost");
        scene.Say(time + 20, $"sm-mta[8]: {second}: from=<{sender}>, size={size}, class=0, nrcpts={recipients.Length}, msgid={message}, proto=ESMTP, daemon=MTA-v4, relay=localhost [127.0.0.1]");
        To(time + 30, first, list, "relay", "[127.0.0.1] [127.0.0.1]", "2.0.0", $"Sent ({second} Message accepted for delivery)");
        To(time + 60, second, string.Join(",", recipients.Select(r => $"<{r}>")), "local", null, "2.0.0", "Sent");
        scene.Sent(sender, size, recipients.Length);
        scene.Delivered(recipients, size);
    }

    private void Bounced(long time)
    {
        var (id, report, size, sender) = (Id(), Id(), scene.Random.Next(400, 90_000), scene.Local());
        scene.Sent(sender, size, 1);
        From(time, id, sender, size, 1, "[192.0.2.1]");
        To(time + 100, id, "<nobody@remote.example>", "esmtp", "mx.remote.example. [198.51.100.25]", "5.1.1", "User unknown");
        scene.OfSender(sender, Measure.MailBounced);
        scene.Say(time + 101, $"sendmail[9]: {id}: {report}: DSN: User unknown");
        To(time + 120, report, $"<{sender}>", "local", null, "2.0.0", "Sent");
        scene.Taken();
        scene.Delivered([sender], 0);
    }

    private void Refused(long time)
    {
        var (id, client, recipient) = (Id(), scene.Client(), scene.Addressee());
        switch (scene.Random.Next(5))
        {
            case 0:
                scene.Say(time, $"sm-mta[5]: {id}: ruleset=check_rcpt, arg1=<{recipient}>, relay=mx.bulk.example [{client}], reject=550 5.7.1 <{recipient}>... Rejected: IP in SpamHaus PBL, see http://www.spamhaus.org/query/bl?ip={client}");
                scene.Refused(recipient, Measure.MailRejectedBlockList);
                break;
            case 1:
                for (var left = scene.Random.Next(1, 4); left > 0; left--)
                {
                    scene.Say(time, $"sm-mta[5]: {id}: <{recipient}>... User unknown");
                    scene.Refused(recipient, Measure.MailRejectedUnknownRecipient);
                }
                NothingTaken(time + 500, id, client);
                break;
            case 2:
                scene.Say(time, $"sm-mta[5]: {id}: Milter: to=<{recipient}>, reject=451 4.7.1 Greylisting in action, please come back in 00:05:00");
                scene.Refused(recipient, Measure.MailRejectedGreylist);
                NothingTaken(time + 500, id, client);
                break;
            case 3:
                scene.Say(time, $"sm-mta[5]: {(scene.Random.Next(2) == 0 ? "NOQUEUE: " : "")}ruleset=check_relay, arg1=mx.bulk.example, arg2={client}, relay=mx.bulk.example [{client}], reject=550 5.7.1 Access denied");
                scene.Refused("", Measure.MailRejectedOther);
                break;
            default:
                scene.Say(time, $"sm-mta[5]: {id}: rejecting commands from mx.bulk.example [{client}] due to pre-greeting traffic after 6 seconds");
                scene.Refused("", Measure.MailRejectedTarpit);
                break;
        }
    }

    private void NothingTaken(long time, string id, string client) => scene.Say(time,
        $"sm-mta[5]: {id}: from=<x@bulk.example>, size=0, class=0, nrcpts=0, proto=ESMTP, daemon=MTA, relay=[{client}]");

    private void From(long time, string id, string sender, long size, int recipients, string relay) => scene.Say(time,
        $"sendmail[5]: {id}: from=<{sender}>, size={size}, class=0, nrcpts={recipients}, msgid=<m{scene.Next()}@gen.example>, proto=ESMTP, daemon=MTA, relay={relay}");

    private void To(long time, string id, string recipients, string mailer, string? relay, string dsn, string stat) => scene.Say(time,
        $"sendmail[6]: {id}: to={recipients}, ctladdr=<x@example.org> (2004/100), delay=00:00:00, xdelay=00:00:00, mailer={mailer}, pri=40951, {(relay is null ? "" : $"relay={relay}, ")}dsn={dsn}, stat={stat}");

    private string Id() => string.Create(CultureInfo.InvariantCulture, $"6AN0Cn{scene.Next():D8}");
}
