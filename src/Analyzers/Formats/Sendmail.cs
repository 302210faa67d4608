using Metrics.Analyzers.Events;
using Metrics.Analyzers.Mail;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>Sendmail, through the system log (logsender in envelope.c, logdelivery in deliver.c; the operations guide, "Log Files"): a from= line when a message
/// is taken, a to= line for each attempt and its recipients, nothing when it leaves.</summary>
/// <remarks><c>nrcpts=0</c> was refused and never queued. Recipients after aliases have no domain. Reports of failures have no from= line, but one that names
/// them: "OLD: NEW: DSN: User unknown". What a program hands in is queued by one sendmail and handed to the other at 127.0.0.1: two lives of one message,
/// with the same Message-ID, and only the second has the whole sender.</remarks>
internal sealed class Sendmail(MessageTracker messages) : ISyslogProgram
{
    private readonly SendmailHeld held = new();

    /// <inheritdoc/>
    public bool Owns(ReadOnlySpan<byte> program) => program.SequenceEqual("sendmail"u8) || program.StartsWith("sm-"u8);

    /// <inheritdoc/>
    public LineOutcome Read(in SyslogLine line, ILogEvents events)
    {
        var cursor = new LineCursor(line.Text);
        var time = line.UnixSeconds;
        held.Expire(time, events);
        if (!QueueId(ref cursor, out var id))
        {
            // Of a client that has begun no message.
            cursor.Skip("NOQUEUE: "u8);
            return cursor.Skip("AUTH=server, relay="u8) ? SignedIn(cursor, time, events) : SendmailRefusal.Read([], cursor, time, held, events);
        }
        if (cursor.Skip("from="u8))
            return Arrival(id, cursor, time, events);
        if (cursor.Skip("to="u8))
            return Delivery(id, cursor, time, events);
        if (cursor.Skip("AUTH=server, relay="u8))
            return SignedIn(cursor, time, events);
        if (QueueId(ref cursor, out var report))
            return Report(report, cursor, time, events);
        return SendmailRefusal.Read(id, cursor, time, held, events);
    }

    /// <inheritdoc/>
    public void Save(StateChanges changes) => held.Save(changes);

    /// <inheritdoc/>
    public bool Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => held.Restore(key, value);

    // "<a@b.example>, size=3211, class=0, nrcpts=3, msgid=<…>, proto=ESMTP, daemon=MTA, relay=mx.example [203.0.113.5]"
    private LineOutcome Arrival(ReadOnlySpan<byte> id, LineCursor cursor, long time, ILogEvents events)
    {
        if (!Sender(ref cursor, out var sender) || !cursor.Skip(", size="u8) || !cursor.Number(out var bytes) || !cursor.Until(", nrcpts="u8, out _)
            || !cursor.Number(out var recipients))
            return LineOutcome.Unknown;
        // The author chose the Message-ID; what says where it came from stands behind it.
        var text = cursor.Rest;
        var at = text.LastIndexOf(", relay="u8);
        ReadOnlySpan<byte> client = [];
        var overNetwork = at >= 0 && SendmailPeer.Address(text[(at + ", relay=".Length)..], out client);
        // A refused recipient may be called from=… as well; then the reason stands at the end.
        if (!overNetwork && text[Math.Max(at, 0)..].IndexOf("... "u8) >= 0)
            return LineOutcome.Unknown;
        var refused = held.Tell(id, client, events);
        if (recipients == 0)
            return refused ? LineOutcome.Counted : LineOutcome.Ignored;
        var message = messages.Begin(id, time);
        message.SetClient(overNetwork ? MailOrigin.Network : MailOrigin.Local, client, []);
        message.Held = !overNetwork;
        if (cursor.Skip(", msgid="u8) && cursor.Rest.StartsWith("<"u8) && cursor.Until((byte)'>', out var messageId))
            messages.Name(message, messageId);
        messages.Accept(message, time, sender, bytes, (int)Math.Min(recipients, int.MaxValue), events);
        return LineOutcome.Counted;
    }

    // "<a@b.example>,<c@b.example>, ctladdr=<…> (2004/100), delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=40951, relay=[192.0.2.4] [192.0.2.4], dsn=2.0.0, stat=Sent (…)"
    private LineOutcome Delivery(ReadOnlySpan<byte> id, LineCursor cursor, long time, ILogEvents events)
    {
        // Commas without a blank separate recipients, ", " ends them.
        var recipients = cursor;
        while (Recipient(ref cursor, out _) && cursor.Rest is [(byte)',', not (byte)' ', ..])
            cursor.Skip(","u8);
        var list = recipients.Rest[..(recipients.Rest.Length - cursor.Rest.Length)];
        if (!cursor.Until(", delay="u8, out _) || !cursor.UntilComma(out var delayText) || !cursor.Until(", mailer="u8, out _)
            || !cursor.UntilComma(out var mailer) || !Outcome(cursor, out var outcome))
            return LineOutcome.Unknown;
        if (outcome is not { } what)
            return LineOutcome.Ignored;
        ReadOnlySpan<byte> relay = [];
        if (mailer.IndexOf("smtp"u8) >= 0 || mailer.SequenceEqual("relay"u8))
            relay = cursor.Until("relay="u8, out _) && cursor.UntilComma(out var server) ? server : "?"u8;
        var message = messages.Of(id, time);
        var toThisMachine = what == MailOutcome.Delivered && SendmailPeer.Address(relay, out var address) && Loopback.Is(address);
        message.ByProgram |= toThisMachine || mailer.SequenceEqual("prog"u8);
        recipients = new LineCursor(list);
        while (Recipient(ref recipients, out var recipient))
        {
            recipients.Skip(","u8);
            if (!(toThisMachine && message.HandedBack))
                MessageTracker.Deliver(message, time, recipient, what, Delay(delayText), relay, events);
            if (what != MailOutcome.Deferred)
                messages.Settle(message);
        }
        return LineOutcome.Counted;
    }

    // What dsn= says is the server's, what stat= says may be another's; older ones have no dsn.
    private static bool Outcome(LineCursor cursor, out MailOutcome? outcome)
    {
        outcome = null;
        var status = cursor;
        if (cursor.Until("dsn="u8, out var before) && before.IndexOf("stat="u8) < 0)
        {
            outcome = cursor.Rest is [(byte)'2', ..] ? MailOutcome.Delivered : cursor.Rest is [(byte)'4', ..] ? MailOutcome.Deferred : MailOutcome.Bounced;
            return true;
        }
        if (!status.Until("stat="u8, out _))
            return false;
        if (!status.Rest.StartsWith("queued"u8))
            outcome = status.Rest.StartsWith("Sent"u8) ? MailOutcome.Delivered : status.Rest.StartsWith("Deferred"u8) ? MailOutcome.Deferred : MailOutcome.Bounced;
        return true;
    }

    // "DSN: User unknown", "sender notify: Warning: could not send message for past 4 hours"
    private LineOutcome Report(ReadOnlySpan<byte> id, LineCursor cursor, long time, ILogEvents events)
    {
        if (!cursor.Skip("DSN: "u8) && !cursor.Skip("return to sender: "u8) && !cursor.Skip("sender notify: "u8) && !cursor.Skip("postmaster notify: "u8))
            return LineOutcome.Ignored;
        messages.Accept(messages.Begin(id, time), time, [], 0, 1, events);
        return LineOutcome.Counted;
    }

    // "mx.example [192.0.2.7], authid=anna, mech=PLAIN, bits=0"
    private static LineOutcome SignedIn(LineCursor cursor, long time, ILogEvents events)
    {
        if (!cursor.Until(", authid="u8, out var peer) || !SendmailPeer.Address(peer, out var client) || cursor.Rest.LastIndexOf(", mech="u8) is not (>= 0 and var end))
            return LineOutcome.Unknown;
        events.SignedIn(new SignIn { UnixSeconds = time, Service = SignInService.Mail, Succeeded = true, Client = client, User = cursor.Rest[..end] });
        return LineOutcome.Counted;
    }

    private static bool Sender(scoped ref LineCursor cursor, out ReadOnlySpan<byte> sender)
    {
        if (cursor.Address(out sender))
            return true;
        var at = cursor.Rest.IndexOf(", size="u8);
        sender = at < 0 ? default : cursor.Rest[..at];
        return at >= 0 && cursor.Skip(sender);
    }

    // An address in brackets, or up to a comma what an alias led to: anna, "|/usr/bin/vacation anna", /var/mail/archive.
    private static bool Recipient(scoped ref LineCursor cursor, out ReadOnlySpan<byte> recipient)
    {
        if (cursor.Address(out recipient))
            return true;
        var text = cursor.Rest;
        var from = 0;
        if (text is [(byte)'"', ..] && text[1..].IndexOf((byte)'"') is >= 0 and var quote)
            from = quote + 2;
        var comma = text[from..].IndexOf((byte)',');
        recipient = comma < 0 ? text : text[..(from + comma)];
        return !recipient.IsEmpty && cursor.Skip(recipient);
    }

    // "00:00:07", "2+03:04:05" with days.
    private static double Delay(ReadOnlySpan<byte> text)
    {
        var cursor = new LineCursor(text);
        var days = 0L;
        if (text.IndexOf((byte)'+') > 0 && !(cursor.Number(out days) && cursor.Skip("+"u8)))
            return double.NaN;
        return cursor.Number(out var hours) && cursor.Skip(":"u8) && cursor.Number(out var minutes) && cursor.Skip(":"u8) && cursor.Number(out var seconds)
            ? (days * 86_400.0) + (hours * 3_600.0) + (minutes * 60.0) + seconds
            : double.NaN;
    }

    // 12 to 16 letters and digits and a colon.
    private static bool QueueId(scoped ref LineCursor cursor, out ReadOnlySpan<byte> id)
    {
        var end = cursor.Rest.IndexOf(": "u8);
        id = default;
        if (end is < 12 or > 16)
            return false;
        foreach (var value in cursor.Rest[..end])
            if (!char.IsAsciiLetterOrDigit((char)value))
                return false;
        id = cursor.Rest[..end];
        return cursor.Skip(id) && cursor.Skip(": "u8);
    }
}
