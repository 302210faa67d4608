using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>Courier's IMAP, POP3 and SMTP servers: sign-ins (<c>LOGIN, user=anna, ip=[::ffff:192.0.2.4], port=[4711], protocol=IMAP</c>; imaplogin.c,
/// pop3login.c) and refusals (<c>error,relay=::ffff:192.0.2.4,from=&lt;…&gt;,to=&lt;…&gt;: 550 User unknown.</c>; courieresmtpd(8)).</summary>
/// <remarks>A name may hold any text: the address is the last one of its kind, which stands behind it. In refusals it stands before all that the
/// client said.</remarks>
internal sealed class Courier : ISyslogProgram
{
    /// <inheritdoc/>
    public bool Owns(ReadOnlySpan<byte> program) =>
        program.SequenceEqual("imapd"u8) || program.SequenceEqual("imapd-ssl"u8) || program.SequenceEqual("pop3d"u8) || program.SequenceEqual("pop3d-ssl"u8)
        || program.SequenceEqual("courierpop3login"u8) || program.SequenceEqual("courieresmtpd"u8);

    /// <inheritdoc/>
    public LineOutcome Read(in SyslogLine line, ILogEvents events)
    {
        var cursor = new LineCursor(line.Text);
        if (line.Program.SequenceEqual("courieresmtpd"u8))
            return cursor.Skip("error,relay="u8) ? Refusal(cursor, line.UnixSeconds, events) : LineOutcome.Ignored;
        // "LOGIN: DISCONNECTED" and the like end a session that never was.
        bool succeeded;
        if (!(succeeded = cursor.Skip("LOGIN, "u8)) && !cursor.Skip("LOGIN FAILED, "u8))
            return LineOutcome.Ignored;
        var text = cursor.Rest;
        if (text.LastIndexOf("ip=["u8) is not (>= 0 and var at) || text[at..].IndexOf((byte)']') is not (>= 0 and var length))
            return LineOutcome.Unknown;
        ReadOnlySpan<byte> user = [];
        if (cursor.Skip("user="u8) && at > ", ".Length + "user=".Length)
            user = text["user=".Length..(at - ", ".Length)];
        Tell(line.UnixSeconds, user, text[(at + 4)..(at + length)], succeeded, events);
        return LineOutcome.Counted;
    }

    // "::ffff:192.0.2.4,port=4711,msg="535 Authentication failed.",cmd: AUTH PLAIN …", "::ffff:192.0.2.4,from=<a@b.example>,to=<c@example.org>: 550 User unknown."
    private static LineOutcome Refusal(LineCursor cursor, long time, ILogEvents events)
    {
        if (!cursor.Until((byte)',', out var client))
            return LineOutcome.Unknown;
        if (cursor.Skip("port="u8) && !cursor.Until((byte)',', out _))
            return LineOutcome.Unknown;
        if (cursor.Skip("msg=\"535 "u8))
        {
            Tell(time, [], client, false, events);
            return LineOutcome.Counted;
        }
        if (!cursor.Skip("from="u8) || !cursor.Address(out var sender) || !cursor.Skip(",to="u8) || !cursor.Address(out var recipient) || !cursor.Skip(": "u8))
            return LineOutcome.Ignored;
        events.Rejected(new MailRejection { UnixSeconds = time, Reason = RejectReasons.Of(cursor.Rest), Client = client, Sender = sender, Recipient = recipient });
        return LineOutcome.Counted;
    }

    private static void Tell(long time, ReadOnlySpan<byte> user, ReadOnlySpan<byte> client, bool succeeded, ILogEvents events) =>
        events.SignedIn(new SignIn { UnixSeconds = time, Service = SignInService.Mail, Succeeded = succeeded, Client = client, User = user });
}
