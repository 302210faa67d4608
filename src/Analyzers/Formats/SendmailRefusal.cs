using System.Buffers;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>What Sendmail says when it lets somebody hand nothing in: rules and milters that refuse, recipients it does not know, sign-ins that fail, clients that
/// speak too soon (srvrsmtp.c, milter.c).</summary>
internal static class SendmailRefusal
{
    private static readonly SearchValues<byte> RuleNames = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"u8);

    /// <summary>Reads what stands behind the name of the message.</summary>
    /// <param name="id">That name; empty where there is none.</param>
    /// <param name="cursor">The rest of the line.</param>
    /// <param name="time">When, in seconds since the epoch.</param>
    /// <param name="held">Takes refusals whose client another line has.</param>
    /// <param name="events">Takes all others.</param>
    public static LineOutcome Read(ReadOnlySpan<byte> id, LineCursor cursor, long time, SendmailHeld held, ILogEvents events)
    {
        if (cursor.Skip("ruleset="u8))
            return Rule(cursor, time, events);
        if (cursor.Skip("Milter: "u8))
            return Milter(id, cursor, time, held, events);
        if (cursor.Skip("AUTH failure ("u8))
            return FailedSignIn(cursor.Rest, time, events);
        if (cursor.Skip("rejecting commands from "u8))
        {
            if (!cursor.Until(" due to pre-greeting traffic"u8, out var peer) || !SendmailPeer.Address(peer, out var client))
                return LineOutcome.Unknown;
            events.Rejected(new MailRejection { UnixSeconds = time, Reason = RejectReason.Tarpit, Client = client });
            return LineOutcome.Counted;
        }
        return Unknown(id, cursor, time, held, events);
    }

    // "<a@b.example>... User unknown"; the client may leave out the brackets.
    private static LineOutcome Unknown(ReadOnlySpan<byte> id, LineCursor cursor, long time, SendmailHeld held, ILogEvents events)
    {
        var named = cursor.Address(out var recipient) ? cursor.Skip("... "u8) : cursor.Until("... "u8, out recipient) && !recipient.Contains((byte)' ');
        if (!named || RejectReasons.Of(cursor.Rest) != RejectReason.UnknownRecipient)
            return LineOutcome.Ignored;
        held.Add(id, new MailRejection { UnixSeconds = time, Reason = RejectReason.UnknownRecipient, Client = [], Recipient = recipient }, events);
        return LineOutcome.Counted;
    }

    // "check_rcpt, arg1=<a@b.example>, relay=mx.example [192.0.2.7], reject=550 5.7.1 <a@b.example>... words"; arg1 is what the client said, or its name.
    private static LineOutcome Rule(LineCursor cursor, long time, ILogEvents events)
    {
        if (!cursor.Until(", arg1="u8, out var rule))
            return LineOutcome.Ignored;
        // A refused recipient may be called ruleset="…" as well.
        if (rule.ContainsAnyExcept(RuleNames))
            return LineOutcome.Unknown;
        if (!cursor.Address(out var argument))
        {
            if (!cursor.Until(", "u8, out argument))
                return LineOutcome.Unknown;
            // "arg2=192.0.2.7, " of check_relay.
            if (cursor.Skip("arg2="u8) && !cursor.Until(", "u8, out _))
                return LineOutcome.Unknown;
        }
        else if (!cursor.Skip(", "u8))
        {
            return LineOutcome.Unknown;
        }
        if (!cursor.Skip("relay="u8))
            return LineOutcome.Unknown;
        if (!cursor.Until(", reject="u8, out var peer))
            return LineOutcome.Ignored;
        if (!SendmailPeer.Address(peer, out var client))
            client = [];
        var ofRecipient = rule.SequenceEqual("check_rcpt"u8);
        events.Rejected(new MailRejection
        {
            UnixSeconds = time,
            Reason = RejectReasons.Of(Words(cursor)),
            Client = client,
            Sender = rule.SequenceEqual("check_mail"u8) ? argument : [],
            Recipient = ofRecipient ? argument : [],
        });
        return LineOutcome.Counted;
    }

    // "data, reject=554 5.7.1 virus Eicar detected", "to=<a@b.example>, reject=451 4.7.1 Greylisting in action"
    private static LineOutcome Milter(ReadOnlySpan<byte> id, LineCursor cursor, long time, SendmailHeld held, ILogEvents events)
    {
        ReadOnlySpan<byte> sender = [], recipient = [];
        if (cursor.Skip("to="u8))
        {
            if (!cursor.Address(out recipient))
                return LineOutcome.Unknown;
        }
        else if (cursor.Skip("from="u8) && !cursor.Address(out sender))
        {
            return LineOutcome.Unknown;
        }
        if (!cursor.Until(", reject="u8, out var before) || before.Length > 32)
            return LineOutcome.Ignored;
        var refusal = new MailRejection { UnixSeconds = time, Reason = RejectReasons.Of(Words(cursor)), Client = [], Sender = sender, Recipient = recipient };
        // What is refused later has its from= line before it.
        if (recipient.IsEmpty)
            events.Rejected(refusal);
        else
            held.Add(id, refusal, events);
        return LineOutcome.Counted;
    }

    // "CRAM-MD5): user not found (-20) …, user=anna, relay=mx.example [192.0.2.7]": the name stands before the peer.
    private static LineOutcome FailedSignIn(ReadOnlySpan<byte> text, long time, ILogEvents events)
    {
        var at = text.LastIndexOf(", relay="u8);
        if (at < 0 || !SendmailPeer.Address(text[at..], out var client))
            return LineOutcome.Ignored;
        var user = text[..at].LastIndexOf(", user="u8) is >= 0 and var named ? text[(named + ", user=".Length)..at] : [];
        events.SignedIn(new SignIn { UnixSeconds = time, Service = SignInService.Mail, Succeeded = false, Client = client, User = user });
        return LineOutcome.Counted;
    }

    // "550 5.7.1 <what the client said>... words"
    private static ReadOnlySpan<byte> Words(LineCursor cursor)
    {
        var all = cursor.Rest;
        if (!cursor.Until((byte)' ', out _) || !(cursor.Rest.StartsWith("<"u8) || cursor.Until((byte)' ', out _)) || !cursor.Address(out _))
            return all;
        return cursor.Rest;
    }
}
