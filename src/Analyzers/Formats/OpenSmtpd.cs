using Metrics.Analyzers.Events;
using Metrics.Analyzers.Mail;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>OpenSMTPD 6.4 and later, through the system log (smtp_session.c, mda.c, mta.c): <c>SESSION smtp connected address=192.0.2.7 host=…</c>,
/// <c>SESSION smtp message msgid=78e5c402 size=1118 nrcpt=1 proto=ESMTP</c>, <c>SESSION smtp envelope evpid=78e5c402920bcc4f from=&lt;…&gt; to=&lt;…&gt;</c>, then
/// <c>mda delivery evpid=…</c> to a mailbox here or <c>mta delivery evpid=…</c> to another server.</summary>
/// <remarks>The first eight digits of an envelope's name are its message's. Nothing says when a message has left. A message from 127.0.0.1 may be one that a
/// filter hands back, whose hop the filter's answer ends: "250 2.0.0 f6e94209 Message accepted for delivery".</remarks>
internal sealed class OpenSmtpd(MessageTracker messages) : ISyslogProgram
{
    private const int MessageDigits = 8;
    private const int EnvelopeDigits = 16;

    private readonly MailSessions sessions = new();

    /// <inheritdoc/>
    public bool Owns(ReadOnlySpan<byte> program) => program.SequenceEqual("smtpd"u8);

    /// <inheritdoc/>
    public LineOutcome Read(in SyslogLine line, ILogEvents events)
    {
        var cursor = new LineCursor(line.Text);
        var time = line.UnixSeconds;
        if (!cursor.Until((byte)' ', out var session) || session.Length != EnvelopeDigits)
            return LineOutcome.Ignored;
        if (cursor.Skip("mda delivery evpid="u8))
            return Mailbox(cursor, time, events);
        if (cursor.Skip("mta delivery evpid="u8))
            return Relay(cursor, time, events);
        if (!cursor.Skip("smtp "u8))
            return LineOutcome.Ignored;
        if (cursor.Skip("connected address="u8))
        {
            if (!cursor.Until((byte)' ', out var client))
                return LineOutcome.Unknown;
            sessions.Begin(session, client is [(byte)'[', .., (byte)']'] ? client[1..^1] : client);
            return LineOutcome.Counted;
        }
        if (cursor.Skip("message msgid="u8))
            return Message(session, cursor, time);
        if (cursor.Skip("envelope evpid="u8))
            return Envelope(cursor, time, events);
        if (cursor.Skip("authentication user="u8))
            return SignIn(session, cursor.Rest, time, events);
        if (cursor.Skip("failed-command "u8))
            return Refusal(session, cursor, time, events);
        if (!cursor.Skip("disconnected "u8))
            return LineOutcome.Ignored;
        sessions.End(session);
        return LineOutcome.Counted;
    }

    /// <inheritdoc/>
    public void Save(StateChanges changes) => sessions.Save(changes);

    /// <inheritdoc/>
    public bool Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => sessions.Restore(key, value);

    // "78e5c402 size=1118 nrcpt=1 proto=ESMTP": the sender follows with the first envelope.
    private LineOutcome Message(ReadOnlySpan<byte> session, LineCursor cursor, long time)
    {
        if (!cursor.Until((byte)' ', out var id) || id.Length != MessageDigits || !cursor.Skip("size="u8) || !cursor.Number(out var bytes) || !cursor.Skip(" nrcpt="u8)
            || !cursor.Number(out var recipients))
            return LineOutcome.Unknown;
        var message = messages.Begin(id, time);
        (message.Bytes, message.Recipients) = (bytes, (int)Math.Min(recipients, int.MaxValue));
        sessions.Find(session, out var client, out var user);
        if (client.SequenceEqual("local"u8))
            message.SetClient(MailOrigin.Local, [], []);
        else
            message.SetClient(user.IsEmpty ? MailOrigin.Network : MailOrigin.Authenticated, client, user);
        message.Held = Loopback.Is(client);
        return LineOutcome.Counted;
    }

    // "78e5c402920bcc4f from=<a@b.example> to=<c@example.org>"
    private LineOutcome Envelope(LineCursor cursor, long time, ILogEvents events)
    {
        if (!Id(ref cursor, out var id) || !cursor.Skip(" from="u8) || !cursor.Address(out var sender))
            return LineOutcome.Unknown;
        var message = messages.Of(id, time);
        messages.Accept(message, time, sender, message.Bytes, message.Recipients, events);
        return LineOutcome.Counted;
    }

    // "78e5c402920bcc4f from=<a@b.example> to=<c@example.org> rcpt=<c@example.org> user=anna delay=1s result=Ok stat=Delivered"
    private LineOutcome Mailbox(LineCursor cursor, long time, ILogEvents events)
    {
        if (!Parties(ref cursor, out var id, out var recipient) || !cursor.Until(" result="u8, out _) || !cursor.Until((byte)' ', out var result))
            return LineOutcome.Unknown;
        return Deliver(id, recipient, result, [], [], time, events);
    }

    // "… rcpt=<-> source="192.0.2.1" relay="198.51.100.25 (mx.example)" delay=0s result="Ok" stat="250 2.0.0 Ok: queued as X""
    private LineOutcome Relay(LineCursor cursor, long time, ILogEvents events)
    {
        if (!Parties(ref cursor, out var id, out var recipient) || !cursor.Until(" relay=\""u8, out _) || !cursor.Until((byte)'"', out var relay)
            || !cursor.Until(" result=\""u8, out _) || !cursor.Until((byte)'"', out var result) || !cursor.Skip(" stat=\""u8))
            return LineOutcome.Unknown;
        return Deliver(id, recipient, result, relay.IsEmpty ? "?"u8 : relay, cursor.Rest, time, events);
    }

    private LineOutcome Deliver(
        ReadOnlySpan<byte> id, ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> result, ReadOnlySpan<byte> relay, ReadOnlySpan<byte> answer, long time, ILogEvents events)
    {
        MailOutcome outcome;
        if (result.SequenceEqual("Ok"u8))
            outcome = MailOutcome.Delivered;
        else if (result.SequenceEqual("TempFail"u8))
            outcome = MailOutcome.Deferred;
        else if (result.SequenceEqual("PermFail"u8) || result.SequenceEqual("Loop"u8) || result.SequenceEqual("Expired"u8))
            outcome = MailOutcome.Bounced;
        else
            return LineOutcome.Ignored;
        var message = messages.Of(id, time);
        var handedBack = outcome == MailOutcome.Delivered && Loopback.Is(relay) && (QueuedAs(answer, out var second) && messages.HandBack(message, second));
        if (!handedBack)
            MessageTracker.Deliver(message, time, recipient, outcome, message.Age(time), relay, events);
        if (outcome != MailOutcome.Deferred)
            messages.Settle(message);
        return LineOutcome.Counted;
    }

    // "250 2.0.0: f6e94209 Message accepted for delivery"
    private static bool QueuedAs(ReadOnlySpan<byte> answer, out ReadOnlySpan<byte> id)
    {
        var end = answer.IndexOf(" Message accepted for delivery"u8);
        id = end < MessageDigits ? default : answer[(end - MessageDigits)..end];
        return !id.IsEmpty;
    }

    // "anna result=ok": what it ends in is the server's.
    private LineOutcome SignIn(ReadOnlySpan<byte> session, ReadOnlySpan<byte> text, long time, ILogEvents events)
    {
        var at = text.LastIndexOf(" result="u8);
        if (at < 0)
            return LineOutcome.Unknown;
        var succeeded = text[at..].SequenceEqual(" result=ok"u8);
        sessions.Find(session, out var client, out _);
        if (succeeded)
            sessions.SignIn(session, text[..at]);
        events.SignedIn(new SignIn { UnixSeconds = time, Service = SignInService.Mail, Succeeded = succeeded, Client = client, User = text[..at] });
        return LineOutcome.Counted;
    }

    // "command="RCPT TO:<x@y.example>" result="550 Invalid recipient"": the client said the first, the server the last.
    private LineOutcome Refusal(ReadOnlySpan<byte> session, LineCursor cursor, long time, ILogEvents events)
    {
        var at = cursor.Rest.LastIndexOf("\" result=\""u8);
        if (at < 0)
            return LineOutcome.Unknown;
        var words = cursor.Rest[(at + "\" result=\"".Length)..];
        var ofRecipient = cursor.Skip("command=\"RCPT TO:"u8);
        // A failed sign-in and a command that is none refuse no mail.
        if (!ofRecipient && !cursor.Skip("command=\"MAIL FROM:"u8) && !cursor.Skip("command=\"DATA"u8))
            return LineOutcome.Ignored;
        if (!cursor.Address(out var address))
            address = [];
        sessions.Find(session, out var client, out _);
        events.Rejected(new MailRejection
        {
            UnixSeconds = time,
            Reason = RejectReasons.Of(words),
            Client = client,
            Recipient = ofRecipient ? address : [],
            Sender = ofRecipient ? [] : address,
        });
        return LineOutcome.Counted;
    }

    private static bool Parties(scoped ref LineCursor cursor, out ReadOnlySpan<byte> id, out ReadOnlySpan<byte> recipient)
    {
        recipient = default;
        return Id(ref cursor, out id) && cursor.Skip(" from="u8) && cursor.Address(out _) && cursor.Skip(" to="u8) && cursor.Address(out recipient);
    }

    private static bool Id(scoped ref LineCursor cursor, out ReadOnlySpan<byte> id)
    {
        var text = cursor.Rest;
        id = text.Length > EnvelopeDigits ? text[..MessageDigits] : default;
        return !id.IsEmpty && cursor.Skip(text[..EnvelopeDigits]);
    }
}
