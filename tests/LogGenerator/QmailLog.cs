using System.Globalization;
using System.Text;
using Metrics.Analyzers.Usage;

namespace Metrics.LogGenerator;

/// <summary>Writes a log of qmail-send of known content, with labels of multilog or through splogger: message and delivery numbers used again as soon as they are
/// free, prefixes of virtual domains, forwards, retries, bounces, refusals of rblsmtpd, lines of all messages interleaved. Same seed, same bytes.</summary>
public sealed class QmailLog
{
    private readonly MailScene scene;
    private long now;

    private QmailLog(MailScene scene) => this.scene = scene;

    /// <summary>The domains of the server that writes the log.</summary>
    public static IReadOnlyList<string> LocalDomains => MailScene.Domains;

    /// <summary>Writes a log.</summary>
    /// <param name="output">Takes its lines.</param>
    /// <param name="totals">Takes the truth.</param>
    /// <param name="messages">How many messages come from outside or are handed in.</param>
    /// <param name="seed">Of the chance.</param>
    /// <param name="begin">Seconds since the epoch of the first line.</param>
    /// <param name="multilog">Whether lines have labels of multilog instead of going through splogger.</param>
    public static void Write(Stream output, Totals totals, int messages, int seed, long begin, bool multilog)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var scene = new MailScene(seed, totals, 200);
        var log = new QmailLog(scene);
        Func<DateTimeOffset, string> before = multilog ? Label : Splogger;
        for (var i = 0; i < messages; i++)
        {
            var time = (begin * 1000) + (i * 50L);
            scene.Flush(writer, time, before);
            log.Something(time);
        }
        scene.Flush(writer, long.MaxValue, before);
    }

    private static string Label(DateTimeOffset time) =>
        $"@{(1UL << 62) + 10 + (ulong)time.ToUnixTimeSeconds():x16}{time.Millisecond * 1_000_000:x8} ";

    private static string Splogger(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{MailScene.Syslog(time, iso: false)}qmail: {time.ToUnixTimeSeconds()}.{time.Millisecond:D3}000 ");

    private void Something(long time)
    {
        now = time;
        switch (scene.Random.Next(20))
        {
            case 0 or 1:
                scene.Say(time, $"rblsmtpd: {scene.Client()} pid 26162: 451 http://www.example.com/query?bl=1");
                scene.Refused("", Measure.MailRejectedBlockList);
                break;
            case 2 or 3 or 4:
                Sent(time);
                break;
            case 5:
                Bounced(time);
                break;
            case 6:
                Forwarded(time);
                break;
            default:
                Received(time);
                break;
        }
    }

    private void Received(long time)
    {
        var (id, size, recipients) = (Message(time + 500), scene.Random.Next(400, 90_000), scene.Locals(4));
        Begin(time, id, scene.Stranger(), size);
        scene.Taken();
        foreach (var recipient in recipients)
        {
            if (scene.Random.Next(10) == 0)
                Deliver(time + 20, id, "local " + Prefixed(recipient), "deferral: Temporary_error_on_maildir_delivery._(#4.3.0)/");
            Deliver(time + 200, id, "local " + Prefixed(recipient), scene.Random.Next(2) == 0 ? "success: did_0+0+1/" : "success: did_1+0+0/");
        }
        scene.Delivered(recipients, size);
        scene.Say(time + 450, $"end msg {id}");
    }

    private void Sent(long time)
    {
        var retries = scene.Random.Next(3);
        var last = time + 300 + (retries * 400_000L);
        var (id, size, sender) = (Message(last + 200), scene.Random.Next(400, 9_000_000), scene.Local());
        Begin(time, id, sender, size);
        scene.Sent(sender, size, 0);
        for (var i = 0; i < retries; i++)
        {
            Deliver(time + 100 + (i * 400_000L), id, "remote x@slow.example", "deferral: 192.0.2.4_does_not_like_recipient./Remote_host_said:_451_4.7.1_Greylisting/");
            scene.OfSender(sender, Measure.MailDeferred);
        }
        Deliver(last, id, "remote x@slow.example", "success: 198.51.100.25_accepted_message./Remote_host_said:_250_2.0.0_Ok:_queued_as_89D5611048/");
        scene.Relayed(sender, retries * 400);
        scene.Say(last + 150, $"end msg {id}");
    }

    private void Bounced(long time)
    {
        var (id, report, size, sender) = (Message(time + 700), Message(time + 900), scene.Random.Next(400, 90_000), scene.Local());
        Begin(time, id, sender, size);
        scene.Sent(sender, size, 0);
        Deliver(time + 100, id, "remote nobody@remote.example", "failure: 198.51.100.25_does_not_like_recipient./Remote_host_said:_550_User_unknown/");
        scene.OfSender(sender, Measure.MailBounced);
        scene.Say(time + 300, $"bounce msg {id} qp 18696");
        scene.Say(time + 301, $"end msg {id}");
        Begin(time + 310, report, "", size + 1_000);
        scene.Taken();
        Deliver(time + 350, report, "local " + Prefixed(sender), "success: did_0+0+1/");
        scene.Delivered([sender], size + 1_000);
        scene.Say(time + 600, $"end msg {report}");
    }

    // qmail-local queues it again: that is where it is delivered.
    private void Forwarded(long time)
    {
        var (id, next, size, sender) = (Message(time + 600), Message(time + 900), scene.Random.Next(400, 90_000), scene.Stranger());
        Begin(time, id, sender, size);
        scene.Taken();
        Deliver(time + 50, id, "local " + Prefixed(scene.Local()), "success: did_0+1+0/qp_18697/");
        Begin(time + 90, next, sender, size + 50);
        scene.Taken();
        scene.Say(time + 500, $"end msg {id}");
        var recipient = scene.Local();
        Deliver(time + 200, next, "local " + Prefixed(recipient), "success: did_1+0+0/");
        scene.Delivered([recipient], size + 50);
        scene.Say(time + 800, $"end msg {next}");
    }

    private void Begin(long time, string id, string sender, long size)
    {
        scene.Say(time, $"new msg {id}");
        scene.Say(time + 1, $"info msg {id}: bytes {size} from <{sender}> qp {scene.Random.Next(30_000)} uid 2020");
    }

    private void Deliver(long time, string id, string recipient, string result)
    {
        if (recipient.StartsWith("local ", StringComparison.Ordinal) && result.StartsWith("deferral", StringComparison.Ordinal))
            scene.Server(Measure.MailDeferred);
        var number = scene.Reused('d', now, time + 100, n => n.ToString(CultureInfo.InvariantCulture));
        scene.Say(time, $"starting delivery {number}: msg {id} to {recipient}");
        scene.Say(time + 1, $"status: local {scene.Random.Next(20)}/20 remote {scene.Random.Next(20)}/100");
        scene.Say(time + scene.Random.Next(5, 99), $"delivery {number}: {result}");
    }

    private string Prefixed(string recipient) => scene.Random.Next(3) switch
    {
        0 => $"{Totals.Split(recipient).Domain}-{recipient}",
        1 => $"{scene.Random.Next(1, 200)}-{recipient}",
        _ => recipient,
    };

    private string Message(long until) => scene.Reused('m', now, until, n => (n + 200_000).ToString(CultureInfo.InvariantCulture));
}
