using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>Who stands before qmail-smtpd or in it, and refuses for it: spamdyke (spamdyke.org, "Log Messages") and CHKUSER (its "logging format").</summary>
/// <remarks>Both write the client's own words beside its address. Where the text between them can be found at two places, nobody can say which is the server's.</remarks>
internal static class QmailGuards
{
    /// <summary>Reads <c>DENIED_RDNS_MISSING from: a@b.example to: c@example.org origin_ip: 192.0.2.7 origin_rdns: (unknown) auth: (unknown) encryption: (none) reason: (empty)</c>.</summary>
    public static LineOutcome Spamdyke(LineCursor cursor, long time, ILogEvents events)
    {
        if (!cursor.Skip("DENIED_"u8))
            return LineOutcome.Ignored;
        if (!cursor.Until(" from: "u8, out var code) || !Once(ref cursor, " to: "u8, out var sender) || !Once(ref cursor, " origin_ip: "u8, out var recipient)
            || !cursor.Until((byte)' ', out var client))
            return LineOutcome.Unknown;
        // What qmail-smtpd refused behind it, which CHKUSER says.
        if (code.SequenceEqual("OTHER"u8))
            return LineOutcome.Ignored;
        events.Rejected(new MailRejection { UnixSeconds = time, Reason = Reason(code), Client = client, Sender = Known(sender), Recipient = Known(recipient) });
        return LineOutcome.Counted;
    }

    /// <summary>Reads <c>rejected rcpt: from &lt;a@b.example:user:&gt; remote &lt;helo:host:192.0.2.7&gt; rcpt &lt;c@example.org&gt; : not existing recipient</c>.</summary>
    public static LineOutcome CheckUser(LineCursor cursor, long time, ILogEvents events)
    {
        if (!cursor.Until(": from <"u8, out var brief))
            return LineOutcome.Unknown;
        if (brief.StartsWith("accepted "u8) || brief.SequenceEqual("relaying rcpt"u8))
            return LineOutcome.Ignored;
        if (!Once(ref cursor, "> remote <"u8, out var from) || !Once(ref cursor, "> rcpt <"u8, out var remote) || !Once(ref cursor, "> : "u8, out var recipient))
            return LineOutcome.Unknown;
        // Behind the sender stand who signed in and a mark of the server's, before the address the name of the client and that of its host.
        var user = from[..Math.Max(0, from.LastIndexOf((byte)':'))];
        events.Rejected(new MailRejection
        {
            UnixSeconds = time,
            Reason = Reason(brief, cursor.Rest),
            Client = remote[(remote.LastIndexOf((byte)':') + 1)..],
            Sender = user[..Math.Max(0, user.LastIndexOf((byte)':'))],
            Recipient = recipient,
        });
        return LineOutcome.Counted;
    }

    private static RejectReason Reason(ReadOnlySpan<byte> code) => code switch
    {
        _ when code.IndexOf("BL_MATCH"u8) >= 0 || code.StartsWith("BLACKLIST_"u8) => RejectReason.BlockList,
        _ when code.SequenceEqual("GRAYLISTED"u8) => RejectReason.Greylist,
        _ when code.SequenceEqual("EARLYTALKER"u8) => RejectReason.Tarpit,
        _ when code.IndexOf("RDNS"u8) >= 0 => RejectReason.Helo,
        _ when code.StartsWith("SENDER_"u8) || code.IndexOf("_SENDER"u8) >= 0 => RejectReason.Sender,
        _ when code.SequenceEqual("INVALID_RECIPIENT"u8) => RejectReason.UnknownRecipient,
        _ when code.SequenceEqual("RELAYING"u8) || code.SequenceEqual("AUTH_REQUIRED"u8) => RejectReason.Relay,
        _ when code.StartsWith("TOO_MANY_"u8) => RejectReason.Rate,
        _ => RejectReason.Other,
    };

    private static RejectReason Reason(ReadOnlySpan<byte> brief, ReadOnlySpan<byte> words) => brief switch
    {
        _ when words.StartsWith("not existing recipient"u8) => RejectReason.UnknownRecipient,
        _ when words.StartsWith("max number "u8) || brief.IndexOf("intrusion"u8) >= 0 => RejectReason.Rate,
        _ when brief.SequenceEqual("rejected relaying"u8) || brief.SequenceEqual("must auth"u8) => RejectReason.Relay,
        _ when brief.SequenceEqual("rejected sender"u8) => RejectReason.Sender,
        _ => RejectReason.Other,
    };

    private static ReadOnlySpan<byte> Known(ReadOnlySpan<byte> address) => address.SequenceEqual("(unknown)"u8) ? [] : address;

    // Takes the text before another, which stands there once.
    private static bool Once(scoped ref LineCursor cursor, scoped ReadOnlySpan<byte> end, out ReadOnlySpan<byte> taken) =>
        cursor.Until(end, out taken) && cursor.Rest.IndexOf(end) < 0;
}
