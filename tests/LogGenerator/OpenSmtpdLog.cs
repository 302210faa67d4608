using System.Text;
using Metrics.Analyzers.Usage;

namespace Metrics.LogGenerator;

/// <summary>Writes an OpenSMTPD log of known content: sessions with sign-ins, several envelopes of a message, retries, a filter that hands messages back, mail of
/// programs, reports of failures, refusals, lines of all of them interleaved. Same seed, same bytes.</summary>
public sealed class OpenSmtpdLog
{
    private readonly MailScene scene;

    private OpenSmtpdLog(MailScene scene) => this.scene = scene;

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
        var log = new OpenSmtpdLog(scene);
        for (var i = 0; i < messages; i++)
        {
            var time = (begin * 1000) + (i * 50L);
            scene.Flush(writer, time, t => MailScene.Syslog(t, iso) + "smtpd[75295]: ");
            log.Something(time);
        }
        scene.Flush(writer, long.MaxValue, t => MailScene.Syslog(t, iso) + "smtpd[75295]: ");
    }

    private void Something(long time)
    {
        switch (scene.Random.Next(20))
        {
            case 0 or 1 or 2:
                Refused(time);
                break;
            case 3 or 4 or 5:
                Sent(time);
                break;
            case 6:
                Filtered(time);
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
        var (size, recipients, sender) = (scene.Random.Next(400, 90_000), scene.Locals(5), scene.Stranger());
        scene.Taken();
        var id = Accept(time, scene.Client(), null, sender, recipients, size);
        foreach (var recipient in recipients)
        {
            if (scene.Random.Next(10) == 0)
            {
                Mailbox(time + 50, id, sender, recipient, "TempFail", "Error (\"mail.lda: quota\")");
                scene.Server(Measure.MailDeferred);
            }
            Mailbox(time + 100 + scene.Random.Next(50), id, sender, recipient, "Ok", "Delivered");
        }
        scene.Delivered(recipients, size);
    }

    private void Sent(long time)
    {
        var (size, sender, retries, recipient) = (scene.Random.Next(400, 9_000_000), scene.Local(), scene.Random.Next(3), $"to{scene.Random.Next(5000)}@remote.example");
        var client = scene.Pick(["192.0.2.1", "local", "[2001:db8::7]"]);
        scene.Sent(sender, size, 1);
        var id = Accept(time, client, client == "192.0.2.1" ? Totals.Split(sender).User : null, sender, [recipient], size);
        for (var i = 0; i < retries; i++)
        {
            Relay(time + 100 + (i * 1_000_000L), id, sender, recipient, "192.0.2.4 (slow.example)", "TempFail", "451 4.7.1 Greylisting\" result=\"Ok\"");
            scene.OfSender(sender, Measure.MailDeferred);
        }
        Relay(time + 200 + (retries * 1_000_000L), id, sender, recipient, "198.51.100.25 (mx.remote.example)", "Ok", "250 2.0.0 Ok: queued as 4F1D02");
        scene.Relayed(sender, retries * 1_000);
    }

    private void Filtered(long time)
    {
        var (size, sender, recipient) = (scene.Random.Next(400, 90_000), scene.Local(), $"to{scene.Random.Next(5000)}@remote.example");
        scene.Sent(sender, size, 1);
        var first = Accept(time, "192.0.2.1", null, sender, [recipient], size);
        var second = Accept(time + 40, "127.0.0.1", null, sender, [recipient], size + 500);
        Relay(time + 60, first, sender, recipient, "127.0.0.1 (localhost)", "Ok", $"250 2.0.0: {second} Message accepted for delivery");
        Relay(time + 200, second, sender, recipient, "198.51.100.25 (mx.remote.example)", "Ok", "250 2.0.0 Ok: queued as 4F1D02");
        scene.Relayed(sender, 0);
        // One that a program hands in at the same address, and that goes straight to a mailbox.
        var mailbox = scene.Local();
        scene.Sent(sender, size, 1);
        var third = Accept(time + 300, "127.0.0.1", null, sender, [mailbox], size);
        Mailbox(time + 400, third, sender, mailbox, "Ok", "Delivered");
        scene.Delivered([mailbox], size);
    }

    private void Bounced(long time)
    {
        var (size, sender) = (scene.Random.Next(400, 90_000), scene.Local());
        scene.Sent(sender, size, 1);
        var id = Accept(time, "192.0.2.1", null, sender, ["nobody@remote.example"], size);
        Relay(time + 100, id, sender, "nobody@remote.example", "198.51.100.25 (mx.remote.example)", "PermFail", "550 5.1.1 User unknown");
        scene.OfSender(sender, Measure.MailBounced);
        scene.Taken();
        var report = Accept(time + 150, "local", null, "", [sender], size + 1_000);
        Mailbox(time + 200, report, "", sender, "Ok", "Delivered");
        scene.Delivered([sender], size + 1_000);
    }

    private void Refused(long time)
    {
        var (session, recipient) = (Session(), scene.Addressee());
        scene.Say(time, $"{session} smtp connected address={scene.Client()} host=<unknown>");
        if (scene.Random.Next(3) == 0)
        {
            scene.Say(time + 10, $"{session} smtp authentication user=x result=ok result=permfail");
            scene.Server(Measure.MailSignInsFailed);
        }
        else
        {
            scene.Say(time + 10, $"{session} smtp failed-command command=\"RCPT TO:<{recipient}>\" result=\"550 Invalid recipient: <{recipient}>\"");
            scene.Refused(recipient, Measure.MailRejectedUnknownRecipient);
        }
        scene.Say(time + 20, $"{session} smtp disconnected reason=quit");
    }

    private string Accept(long time, string client, string? user, string sender, IReadOnlyList<string> recipients, long size)
    {
        var (session, id) = (Session(), $"{scene.Next() + 0xA0000000:x8}");
        scene.Say(time, $"{session} smtp connected address={client} host=mx.example");
        if (user is not null)
        {
            scene.Say(time + 1, $"{session} smtp authentication user={user} result=ok");
            scene.Server(Measure.MailSignIns);
        }
        scene.Say(time + 10, $"{session} smtp message msgid={id} size={size} nrcpt={recipients.Count} proto=ESMTP");
        foreach (var recipient in recipients)
            scene.Say(time + 11, $"{session} smtp envelope evpid={id}{scene.Random.Next():x8} from=<{sender}> to=<{recipient}>");
        scene.Say(time + 20, $"{session} smtp disconnected reason=quit");
        return id;
    }

    private void Mailbox(long time, string id, string sender, string recipient, string result, string stat) => scene.Say(time,
        $"{Session()} mda delivery evpid={id}{scene.Random.Next():x8} from=<{sender}> to=<{recipient}> rcpt=<{recipient}> user=vmail delay=1s result={result} stat={stat}");

    private void Relay(long time, string id, string sender, string recipient, string relay, string result, string stat) => scene.Say(time,
        $"{Session()} mta delivery evpid={id}{scene.Random.Next():x8} from=<{sender}> to=<{recipient}> rcpt=<-> source=\"192.0.2.1\" relay=\"{relay}\" delay=0s result=\"{result}\" stat=\"{stat}\"");

    private string Session() => $"{scene.Next() + 0x5df8_7c90_0000_0000:x16}";
}
