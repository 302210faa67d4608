using System.Text;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Mail;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>Postfix, through the system log. A message is followed by its queue id over the lines of smtpd or pickup (where it came from),
/// cleanup (its Message-ID), qmgr (sender, size; "removed") and the delivery agents (one line a recipient and attempt).</summary>
/// <remarks>qmgr says sender and size again with every retry. A line of smtpd or pickup begins a message; an id is used again. Addresses
/// stand between angle brackets and may hold anything when quoted.</remarks>
internal sealed class Postfix(MessageTracker messages) : ISyslogProgram
{
    /// <inheritdoc/>
    public bool Owns(ReadOnlySpan<byte> program) => program.StartsWith("postfix"u8) && program.IndexOf((byte)'/') > 0;

    /// <inheritdoc/>
    public int Part(ReadOnlySpan<byte> program)
    {
        var name = program[(program.LastIndexOf((byte)'/') + 1)..];
        if (name.EndsWith("smtpd"u8))
            return (int)Daemon.Smtpd;
        return (int)(Encoding.UTF8.GetString(name) switch
        {
            "qmgr" or "nqmgr" or "oqmgr" => Daemon.Queue,
            "cleanup" => Daemon.Cleanup,
            "pickup" => Daemon.Pickup,
            "smtp" => Daemon.Smtp,
            "pipe" => Daemon.Pipe,
            "discard" => Daemon.Discard,
            "postsuper" => Daemon.PostSuper,
            "postscreen" => Daemon.PostScreen,
            _ => Daemon.Other,
        });
    }

    /// <inheritdoc/>
    public LineOutcome Read(in SyslogLine line, ILogEvents events)
    {
        var text = line.Text;
        var (daemon, time) = ((Daemon)line.Part, line.UnixSeconds);
        // Two of seven lines, and they say nothing.
        if (text.StartsWith("connect from "u8) || text.StartsWith("disconnect from "u8))
            return LineOutcome.Ignored;
        var length = QueueIdLength(text);
        if (length == 0)
            return daemon is Daemon.Smtpd or Daemon.PostScreen ? Client(text, time, events) : LineOutcome.Ignored;
        var id = text[..length];
        var cursor = new LineCursor(text[(length + 2)..]);
        switch (daemon)
        {
            case Daemon.Queue:
                return Queue(id, cursor, time, events);
            case Daemon.Smtpd:
                return Arrival(id, cursor, time, events);
            case Daemon.Cleanup:
                return Cleanup(id, cursor, time, events);
            case Daemon.Pickup:
                messages.Begin(id, time).SetClient(MailOrigin.Local, [], []);
                return LineOutcome.Counted;
            // discard(8) throws away what it says it has sent.
            case Daemon.Discard:
                return LineOutcome.Ignored;
            case Daemon.PostSuper when cursor.Rest.SequenceEqual("removed"u8):
                messages.End(id);
                return LineOutcome.Counted;
            default:
                return cursor.Skip("to="u8) ? Delivery(daemon, id, cursor, time, events) : LineOutcome.Ignored;
        }
    }

    // "3F1B25: client=mx.example[192.0.2.7], sasl_method=PLAIN, sasl_username=anna", or a recipient refused after others were taken.
    private LineOutcome Arrival(ReadOnlySpan<byte> id, LineCursor cursor, long time, ILogEvents events)
    {
        if (!cursor.Skip("client="u8))
            return Rejection(cursor, time, events);
        if (!HostAndAddress.Read(ref cursor, out var client))
            return LineOutcome.Unknown;
        ReadOnlySpan<byte> user = [];
        if (cursor.Until(", sasl_username="u8, out _))
            user = cursor.Until(", "u8, out var named) ? named : cursor.Rest;
        messages.Begin(id, time).SetClient(user.IsEmpty ? MailOrigin.Network : MailOrigin.Authenticated, client.Address, user);
        if (!user.IsEmpty)
            events.SignedIn(new SignIn { UnixSeconds = time, Service = SignInService.Mail, Succeeded = true, Client = client.Address, User = user });
        return LineOutcome.Counted;
    }

    private LineOutcome Cleanup(ReadOnlySpan<byte> id, LineCursor cursor, long time, ILogEvents events)
    {
        if (cursor.Skip("message-id="u8))
        {
            // Nobody handed it in: Postfix itself forwards or reports a message.
            messages.Name(messages.OfOwn(id, time), cursor.Rest);
            return LineOutcome.Counted;
        }
        return Rejection(cursor, time, events);
    }

    // "from=<a@b.example>, size=484, nrcpt=1 (queue active)", "removed", "from=<a@b.example>, status=expired, returned to sender".
    private LineOutcome Queue(ReadOnlySpan<byte> id, LineCursor cursor, long time, ILogEvents events)
    {
        if (cursor.Rest.SequenceEqual("removed"u8))
        {
            messages.End(id);
            return LineOutcome.Counted;
        }
        if (!cursor.Skip("from="u8) || !cursor.Address(out var sender))
            return LineOutcome.Ignored;
        if (cursor.Skip(", status="u8))
            return cursor.Skip("expired, "u8) || cursor.Skip("force-expired, "u8) ? Expired(messages.Of(id, time), time, events) : LineOutcome.Ignored;
        if (!cursor.Skip(", size="u8))
            return LineOutcome.Ignored;
        if (!cursor.Number(out var bytes) || !cursor.Skip(", nrcpt="u8) || !cursor.Number(out var recipients))
            return LineOutcome.Unknown;
        var message = messages.Of(id, time);
        message.Deferred = 0;
        messages.Accept(message, time, sender, bytes, (int)Math.Min(recipients, int.MaxValue), events);
        return LineOutcome.Counted;
    }

    // qmgr says it without the recipients: it fails for all that were still deferred in the last attempt (qmgr_active.c).
    private static LineOutcome Expired(OpenMessage message, long time, ILogEvents events)
    {
        for (; message.Deferred > 0; message.Deferred--)
            MessageTracker.Deliver(message, time, [], MailOutcome.Bounced, double.NaN, [], events);
        return LineOutcome.Counted;
    }

    // "to=<a@b.example>, orig_to=<c@b.example>, relay=local, delay=0.02, delays=…, dsn=2.0.0, status=sent (…)"
    private LineOutcome Delivery(Daemon daemon, ReadOnlySpan<byte> id, LineCursor cursor, long time, ILogEvents events)
    {
        if (!cursor.Address(out var recipient))
            return LineOutcome.Unknown;
        if (cursor.Skip(", orig_to="u8) && !cursor.Address(out _))
            return LineOutcome.Unknown;
        if (!cursor.Skip(", relay="u8) || !cursor.UntilComma(out var relay) || !Field(cursor, "delay="u8, out var delayText)
            || !cursor.Until("status="u8, out _) || !cursor.Until((byte)' ', out var status))
            return LineOutcome.Unknown;
        var message = messages.Of(id, time);
        var delay = new LineCursor(delayText).Seconds();
        if (!Outcome(status, out var outcome))
            return LineOutcome.Ignored;
        // local(8) queues what it forwards again.
        var toThisMachine = outcome == MailOutcome.Delivered && Requeued(relay, cursor.Rest);
        if ((toThisMachine && message.HandedBack) || cursor.Rest.StartsWith("(forwarded as "u8))
            return LineOutcome.Counted;
        var remote = daemon == Daemon.Smtp ? relay : [];
        // pipe(8) may have a filter at its other end, which hands the message back; a server that queued it may do so later.
        message.ByProgram |= toThisMachine || daemon == Daemon.Pipe;
        if (outcome == MailOutcome.Deferred)
            message.Deferred++;
        MessageTracker.Deliver(message, time, recipient, outcome, delay, remote, events);
        return LineOutcome.Counted;
    }

    // A server on this machine that queued the message: a content filter, when the message comes back from it.
    private static bool Requeued(ReadOnlySpan<byte> relay, ReadOnlySpan<byte> answer)
    {
        var cursor = new LineCursor(relay);
        return HostAndAddress.Read(ref cursor, out var server) && Loopback.Is(server.Address) && answer.IndexOf("queued as"u8) >= 0;
    }

    private static bool Outcome(ReadOnlySpan<byte> status, out MailOutcome outcome)
    {
        outcome = MailOutcome.Delivered;
        if (status.SequenceEqual("sent"u8))
            return true;
        outcome = MailOutcome.Deferred;
        if (status.SequenceEqual("deferred"u8))
            return true;
        outcome = MailOutcome.Bounced;
        return status.SequenceEqual("bounced"u8) || status.SequenceEqual("expired"u8);
    }

    // What smtpd and postscreen say of a client that has no message yet.
    private static LineOutcome Client(ReadOnlySpan<byte> text, long time, ILogEvents events)
    {
        var cursor = new LineCursor(text);
        if (cursor.Skip("NOQUEUE: "u8))
            return Rejection(cursor, time, events);
        if (!cursor.Skip("warning: "u8))
            return LineOutcome.Ignored;
        // "Connection rate limit exceeded: 31 from mx.example[192.0.2.7] for service smtp"; other warnings begin with the client.
        var limit = cursor;
        if (limit.Until(" limit exceeded: "u8, out var which) && which.IndexOfAny((byte)'[', (byte)':') < 0)
        {
            if (!limit.Until(" from "u8, out _) || !HostAndAddress.Read(ref limit, out var client))
                return LineOutcome.Unknown;
            events.Rejected(new MailRejection { UnixSeconds = time, Reason = RejectReason.Rate, Client = client.Address });
            return LineOutcome.Counted;
        }
        if (!HostAndAddress.Read(ref cursor, out var peer) || !cursor.Skip(": SASL "u8))
            return LineOutcome.Ignored;
        // "LOGIN authentication failed: reason, sasl_username=anna" (3.8 and later).
        if (!cursor.Until(" authentication failed"u8, out _))
            return LineOutcome.Ignored;
        var user = cursor.Until(", sasl_username="u8, out _) ? cursor.Rest : [];
        events.SignedIn(new SignIn { UnixSeconds = time, Service = SignInService.Mail, Succeeded = false, Client = peer.Address, User = user });
        return LineOutcome.Counted;
    }

    // "reject: RCPT from mx.example[192.0.2.7]: 554 5.7.1 <who@x>: words; from=<…> to=<…> proto=ESMTP helo=<…>"; milter-reject, discard too.
    private static LineOutcome Rejection(LineCursor cursor, long time, ILogEvents events)
    {
        if (!cursor.Skip("reject: "u8) && !cursor.Skip("milter-reject: "u8) && !cursor.Skip("discard: "u8))
            return LineOutcome.Ignored;
        if (!cursor.Until(" from "u8, out _))
            return LineOutcome.Unknown;
        // postscreen writes [192.0.2.7]:4711.
        if (!HostAndAddress.Read(ref cursor, out var client) || !cursor.Until(": "u8, out _))
            return LineOutcome.Unknown;
        var tail = cursor;
        SkipQuoted(ref tail);
        if (!tail.Until("; from="u8, out var words))
            words = tail.Rest;
        ReadOnlySpan<byte> sender = [], recipient = [];
        if (tail.Address(out var from))
            sender = from;
        // postscreen separates them by commas.
        tail.Skip(","u8);
        if (tail.Skip(" to="u8) && tail.Address(out var to))
            recipient = to;
        events.Rejected(new MailRejection
        {
            UnixSeconds = time,
            Reason = RejectReasons.Of(words),
            Client = client.Address,
            Sender = sender,
            Recipient = recipient,
        });
        return LineOutcome.Counted;
    }

    // "554 5.7.1 <what the client said>: words": what it said goes, so that it cannot pass for the server's words.
    private static void SkipQuoted(scoped ref LineCursor tail)
    {
        var start = tail;
        if (!tail.Until((byte)' ', out _) || !(tail.Rest.StartsWith("<"u8) || tail.Until((byte)' ', out _)) || !tail.Address(out _))
            tail = start;
    }

    private static bool Field(LineCursor cursor, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        // conn_use= may stand before delay=.
        return (cursor.Skip(name) || (cursor.Until(name, out var before) && before.Length < 32)) && cursor.UntilComma(out value);
    }

    // Short ids are upper-case hexadecimal digits; long ones letters without vowels and digits (postconf(5), enable_long_queue_ids). No word such as
    // "warning" looks like that. Its length before ": "; 0 where there is none.
    private static int QueueIdLength(ReadOnlySpan<byte> text)
    {
        var end = LineCursor.Near(text, (byte)':');
        if (end is < 5 or > 20 || end + 1 >= text.Length || text[end + 1] != ' ')
            return 0;
        var others = 0;
        foreach (var one in text[..end])
            others |= NoIdByte[one];
        return others == 0 ? end : 0;
    }

    // 1 for what cannot stand in an id: looked up byte by byte without a branch, since an id is shorter than what a search of a set begins to pay for.
    private static readonly byte[] NoIdByte =
        [.. Enumerable.Range(0, 256).Select(b => (byte)("0123456789ABCDEFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz"u8.Contains((byte)b) ? 0 : 1))];

    /// <summary>The programs of Postfix that are told apart; any other that delivers is <see cref="Other"/>.</summary>
    private enum Daemon
    {
        Other,
        Smtpd,
        Queue,
        Cleanup,
        Pickup,
        Smtp,
        Pipe,
        Discard,
        PostSuper,
        PostScreen,
    }
}
