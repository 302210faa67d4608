using System.Globalization;
using System.Text;
using Metrics.Analyzers.Usage;

namespace Metrics.LogGenerator;

/// <summary>Writes a main log of Exim of known content: messages in and out, deferrals with retries, bounces with their reports, refusals, lines of all messages
/// interleaved. Same seed, same bytes.</summary>
public sealed class EximLog
{
    private readonly MailScene scene;

    private EximLog(MailScene scene) => this.scene = scene;

    /// <summary>The domains of the server that writes the log.</summary>
    public static IReadOnlyList<string> LocalDomains => MailScene.Domains;

    /// <summary>Writes a log.</summary>
    /// <param name="output">Takes its lines.</param>
    /// <param name="totals">Takes the truth.</param>
    /// <param name="messages">How many messages come from outside or are handed in.</param>
    /// <param name="seed">Of the chance.</param>
    /// <param name="begin">Seconds since the epoch of the first line; stamps are of UTC.</param>
    public static void Write(Stream output, Totals totals, int messages, int seed, long begin)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var scene = new MailScene(seed, totals, usersPerDomain: 200);
        var log = new EximLog(scene);
        for (var i = 0; i < messages; i++)
        {
            var time = (begin * 1000) + (i * 50L);
            scene.Flush(writer, time, Stamp);
            log.Something(time);
        }
        scene.Flush(writer, long.MaxValue, Stamp);
    }

    private static string Stamp(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss ", CultureInfo.InvariantCulture);

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
                Bounced(time);
                break;
            default:
                Received(time);
                break;
        }
    }

    private void Received(long time)
    {
        var (id, size, recipients) = (Id(), scene.Random.Next(400, 90_000), scene.Locals(5));
        scene.Taken();
        scene.Say(time, $"{id} <= {scene.Stranger()} H=mx.remote.example [{scene.Client()}] P=esmtps S={size} id=m{scene.Next()}@gen.example for {string.Join(' ', recipients)}");
        for (var i = 0; i < recipients.Length; i++)
            Deliver(time + 40, id, recipients[i], i == 0 ? "=>" : "->");
        scene.Delivered(recipients, size);
        scene.Say(time + 50, $"{id} Completed");
    }

    private void Sent(long time)
    {
        var (id, sender, size, retries) = (Id(), scene.Local(), scene.Random.Next(400, 9_000_000), scene.Random.Next(3));
        var recipient = scene.Stranger();
        scene.Sent(sender, size, 1);
        scene.Server(Measure.MailSignIns);
        scene.Say(time, $"{id} <= {sender} H=(client.example) [192.0.2.1] P=esmtpsa A=plain:{Totals.Split(sender).User} S={size} id=m{scene.Next()}@gen.example for {recipient}");
        for (var i = 0; i < retries; i++)
        {
            scene.Say(time + 100 + (i * 800_000L), $"{id} == {recipient} R=remote T=smtp defer (-44) H=mx.remote.example [198.51.100.25]: SMTP error from remote mail server after RCPT TO:<{recipient}>: 451 4.7.1 Greylisting in action");
            scene.OfSender(sender, Measure.MailDeferred);
        }
        var last = time + 200 + (retries * 800_000L);
        scene.Say(last, $"{id} => {recipient} R=remote T=smtp H=mx.remote.example [198.51.100.25] C=\"250 2.0.0 Ok: queued as 4F1D02\"");
        scene.Relayed(sender, retries * 800);
        scene.Say(last, $"{id} Completed");
    }

    private void Bounced(long time)
    {
        var (id, report, sender, size) = (Id(), Id(), scene.Local(), scene.Random.Next(400, 90_000));
        scene.Sent(sender, size, 1);
        scene.Say(time, $"{id} <= {sender} H=(client.example) [192.0.2.1] P=esmtp S={size} id=m{scene.Next()}@gen.example for nobody@remote.example");
        scene.Say(time + 30, $"{id} ** nobody@remote.example R=remote T=smtp H=mx.remote.example [198.51.100.25]: SMTP error from remote mail server after RCPT TO:<nobody@remote.example>: 550 5.1.1 User unknown");
        scene.OfSender(sender, Measure.MailBounced);
        scene.Taken();
        scene.Say(time + 40, $"{report} <= <> R={id} U=Debian-exim P=local S={size + 1_000} for {sender}");
        scene.Say(time + 41, $"{id} Completed");
        Deliver(time + 50, report, sender, "=>");
        scene.Delivered([sender], size + 1_000);
        scene.Say(time + 51, $"{report} Completed");
    }

    private void Refused(long time)
    {
        var recipient = scene.Addressee();
        scene.Say(time, $"H=(mail.bulk.example) [{scene.Client()}] F=<spam{scene.Random.Next(900)}@bulk.example> rejected RCPT <{recipient}>: Unrouteable address");
        scene.Refused(recipient, Measure.MailRejectedUnknownRecipient);
    }

    private void Deliver(long time, string id, string recipient, string arrow) =>
        scene.Say(time, $"{id} {arrow} {Totals.Split(recipient).User} <{recipient}> R=local T=maildir");

    private string Id() => string.Create(CultureInfo.InvariantCulture, $"1xVHeU-{scene.Next():D6}-0I");
}
