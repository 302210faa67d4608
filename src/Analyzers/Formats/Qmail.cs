using Metrics.Analyzers.Events;
using Metrics.Analyzers.Mail;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>qmail-send's log (qmail-log(5)), with labels of multilog or through splogger(8), and what rblsmtpd, simscan, spamdyke and CHKUSER say in the log of
/// qmail-smtpd.</summary>
/// <remarks>A message is known by its file's inode, a delivery by its number; both are used again, the numbers from 1 when the daemon starts. Blanks in
/// addresses are written as <c>?</c>. The log does not say how many recipients a message has, who handed it in, and what its Message-ID is: what
/// qmail-local forwards is a message of its own. Its delivery there is none.</remarks>
internal sealed class Qmail(MessageTracker messages) : ISyslogProgram
{
    private readonly QmailDeliveries deliveries = new();

    /// <inheritdoc/>
    public bool Owns(ReadOnlySpan<byte> program) => program.SequenceEqual("qmail"u8) || program.SequenceEqual("qmail-smtpd"u8) || program.SequenceEqual("spamdyke"u8);

    /// <inheritdoc/>
    public LineOutcome Read(in SyslogLine line, ILogEvents events)
    {
        var cursor = new LineCursor(line.Text);
        var time = line.UnixSeconds;
        if (line.Program.SequenceEqual("spamdyke"u8))
            return QmailGuards.Spamdyke(cursor, time, events);
        // splogger writes the time again: "1795392708.123456 new msg 987".
        if (cursor.Number(out _) && !(cursor.Skip("."u8) && cursor.Number(out _) && cursor.Skip(" "u8)))
            return LineOutcome.Unknown;
        if (cursor.Skip("new msg "u8))
        {
            messages.Begin(cursor.Rest, time);
            return LineOutcome.Counted;
        }
        if (cursor.Skip("info msg "u8))
            return Arrival(cursor, time, events);
        if (cursor.Skip("starting delivery "u8))
            return deliveries.Start(cursor) ? LineOutcome.Counted : LineOutcome.Unknown;
        if (cursor.Skip("delivery "u8))
            return Delivery(cursor, time, events);
        if (cursor.Skip("end msg "u8))
        {
            messages.End(cursor.Rest);
            return LineOutcome.Counted;
        }
        if (cursor.Skip("rblsmtpd: "u8))
            return Blocked(cursor, time, events);
        if (cursor.Skip("CHKUSER "u8))
            return QmailGuards.CheckUser(cursor, time, events);
        if (cursor.Skip("spamdyke["u8))
            return cursor.Number(out _) && cursor.Skip("]: "u8) ? QmailGuards.Spamdyke(cursor, time, events) : LineOutcome.Unknown;
        return cursor.Skip("simscan:["u8) ? Scanned(cursor, time, events) : LineOutcome.Ignored;
    }

    /// <inheritdoc/>
    public void Save(StateChanges changes) => deliveries.Save(changes);

    /// <inheritdoc/>
    public bool Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => deliveries.Restore(key, value);

    // "987: bytes 2343 from <dave@sill.example> qp 18695 uid 49491"
    private LineOutcome Arrival(LineCursor cursor, long time, ILogEvents events)
    {
        if (!cursor.Until(": bytes "u8, out var id) || !cursor.Number(out var bytes) || !cursor.Skip(" from <"u8) || cursor.Rest.LastIndexOf("> qp "u8) is not (>= 0 and var end))
            return LineOutcome.Unknown;
        var sender = cursor.Rest[..end];
        // The sender of what could be reported to nobody.
        messages.Accept(messages.Of(id, time), time, sender.SequenceEqual("#@[]"u8) ? [] : sender, bytes, 0, events);
        return LineOutcome.Counted;
    }

    // "2392: success: 192.0.2.127_accepted_message./Remote_host_said:_250_…/", "80: success: did_0+0+1/", "81: failure: …/", "82: deferral: …/"
    private LineOutcome Delivery(LineCursor cursor, long time, ILogEvents events)
    {
        if (!cursor.Until(": "u8, out var number) || !cursor.Until(": "u8, out var result))
            return LineOutcome.Unknown;
        if (deliveries.End(number) is not { } delivery)
            return LineOutcome.Ignored;
        MailOutcome outcome;
        if (result.SequenceEqual("success"u8))
            outcome = MailOutcome.Delivered;
        else if (result.SequenceEqual("deferral"u8))
            outcome = MailOutcome.Deferred;
        else if (result.SequenceEqual("failure"u8))
            outcome = MailOutcome.Bounced;
        else
            return LineOutcome.Unknown;
        if (outcome == MailOutcome.Delivered && delivery.Local && ForwardedOnly(cursor))
            return LineOutcome.Counted;
        ReadOnlySpan<byte> relay = delivery.Local ? [] : cursor.Until("_accepted_message"u8, out var server) ? server : "?"u8;
        var message = messages.Of(delivery.MessageId, time);
        var recipient = delivery.Local ? WithoutPrefix(delivery.Recipient) : delivery.Recipient;
        MessageTracker.Deliver(message, time, recipient, outcome, message.Age(time), relay, events);
        return LineOutcome.Counted;
    }

    // "did_0+1+0/qp_18695/": mailboxes, addresses it was forwarded to, programs.
    private static bool ForwardedOnly(LineCursor cursor) =>
        cursor.Skip("did_0+"u8) && cursor.Number(out var forwards) && forwards > 0 && cursor.Skip("+0/"u8);

    // Local recipients of virtual domains have a prefix: that of vpopmail is the domain, that of Plesk a number.
    private static ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> recipient)
    {
        var domain = MailAddress.Domain(recipient);
        if (recipient.Length > domain.Length + 1 && recipient.StartsWith(domain) && recipient[domain.Length] == '-')
            return recipient[(domain.Length + 1)..];
        var cursor = new LineCursor(recipient);
        return cursor.Number(out _) && cursor.Skip("-"u8) ? cursor.Rest : recipient;
    }

    // "192.0.2.40 pid 26162: 451 words"
    private static LineOutcome Blocked(LineCursor cursor, long time, ILogEvents events)
    {
        if (!cursor.Until(" pid "u8, out var client) || !cursor.Number(out _) || !cursor.Skip(": "u8))
            return LineOutcome.Ignored;
        events.Rejected(new MailRejection { UnixSeconds = time, Reason = RejectReason.BlockList, Client = client });
        return LineOutcome.Counted;
    }

    // "4711]:SPAM REJECTED (12.3/5.0):0.9s:subject:192.0.2.7:a@b.example:c@example.org"; where the address stands is up to the subject, so it is not used.
    private static LineOutcome Scanned(LineCursor cursor, long time, ILogEvents events)
    {
        if (!cursor.Number(out _) || !cursor.Skip("]:"u8) || !cursor.Until((byte)':', out var verdict))
            return LineOutcome.Unknown;
        MailFinding finding;
        if (verdict.StartsWith("VIRUS"u8))
            finding = MailFinding.Virus;
        else if (verdict.StartsWith("SPAM"u8))
            finding = MailFinding.Spam;
        else if (verdict.StartsWith("CLEAN"u8))
            finding = MailFinding.Clean;
        else
            return LineOutcome.Ignored;
        events.Judged(new MailVerdict { UnixSeconds = time, Finding = finding, Recipient = cursor.Rest[(cursor.Rest.LastIndexOf((byte)':') + 1)..] });
        return LineOutcome.Counted;
    }
}
