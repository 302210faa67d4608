using System.Net;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Mail;
using Metrics.Analyzers.Stamps;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>Exim's main log: <c>2026-11-23 00:11:22 1xVHeU-00000n-26 &lt;= anna@example.org H=(client) [192.0.2.1] P=esmtp S=11197 id=…</c>. Behind the
/// name of a message stands what happened: arrival, delivery (=&gt;, -&gt;, &gt;&gt;), failure (**), deferral (==), or a text.</summary>
/// <remarks>Names are 6-6-2 characters, since 4.97 6-11-4 (spec, "Log files"). Subjects stand in quotes at the end and may hold anything, so a line is read
/// from its begin only. Recipients of an arrival are known when <c>log_selector</c> has <c>+received_recipients</c>. Through the system log
/// (<c>log_file_path = syslog</c>) it writes the same lines behind the stamp of that, with its own or without (<c>syslog_timestamp</c>).</remarks>
internal sealed class Exim(StampReader stamps, MessageTracker messages) : ILogFormat, ISyslogProgram
{
    // Takes an address that stands in no line as a whole.
    private readonly byte[] joined = new byte[320];

    /// <inheritdoc/>
    public string Name => "exim";

    /// <inheritdoc/>
    public long Forgotten => messages.Forgotten;

    /// <inheritdoc/>
    public LineOutcome Read(ReadOnlySpan<byte> line, ILogEvents events)
    {
        var cursor = new LineCursor(line);
        if (stamps.Iso(ref cursor, out var time) && !OfSystemLog(cursor))
            return Read(cursor, time, events);
        return !SyslogLine.Read(line, stamps, out var parts) ? LineOutcome.Unknown : Owns(parts.Program) ? Read(parts, events) : LineOutcome.Ignored;
    }

    /// <inheritdoc/>
    public bool Owns(ReadOnlySpan<byte> program) => program.SequenceEqual("exim"u8) || program.SequenceEqual("exim4"u8);

    /// <inheritdoc/>
    public LineOutcome Read(in SyslogLine line, ILogEvents events)
    {
        var cursor = new LineCursor(line.Text);
        stamps.Iso(ref cursor, out _);
        return Read(cursor, line.UnixSeconds, events);
    }

    // "mail exim[4711]: ": a stamp of RFC 3339 may begin a line of either log. Nothing that Exim writes itself looks like that.
    private static bool OfSystemLog(LineCursor cursor) =>
        cursor.Until((byte)' ', out _) && cursor.Skip("exim"u8) && (cursor.Skip("["u8) || cursor.Skip("4["u8)) && cursor.Number(out _) && cursor.Skip("]: "u8);

    private LineOutcome Read(LineCursor cursor, long time, ILogEvents events)
    {
        // log_selector = +pid
        if (cursor.Skip("["u8) && !cursor.Until("] "u8, out _))
            return LineOutcome.Unknown;
        if (!MessageName(ref cursor, out var id))
            return Client(cursor, time, events);
        if (cursor.Skip("<= "u8))
            return Arrival(id, cursor, time, events);
        if (cursor.Skip("=> "u8) || cursor.Skip("-> "u8) || cursor.Skip(">> "u8))
            return Delivery(id, cursor, time, MailOutcome.Delivered, events);
        if (cursor.Skip("== "u8))
            return Delivery(id, cursor, time, MailOutcome.Deferred, events);
        if (cursor.Skip("** "u8))
            return Delivery(id, cursor, time, MailOutcome.Bounced, events);
        if (cursor.Rest.StartsWith("Completed"u8) || cursor.Rest.StartsWith("removed by "u8))
        {
            messages.End(id);
            return LineOutcome.Counted;
        }
        // "H=… rejected after DATA: …": the message was never taken.
        return Client(cursor, time, events);
    }

    /// <inheritdoc/>
    void ILogFormat.Save(StateChanges changes)
    {
        stamps.Save(changes);
        messages.Save(changes);
    }

    /// <inheritdoc/>
    void ILogFormat.Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (!stamps.Restore(key, value))
            messages.Restore(key, value);
    }

    // "anna@example.org H=(client) [192.0.2.1] P=esmtpsa A=plain:anna S=11197 id=m0@example.org T="subject" for b@example.net c@example.net"
    private LineOutcome Arrival(ReadOnlySpan<byte> id, LineCursor cursor, long time, ILogEvents events)
    {
        if (!Sender(ref cursor, out var sender))
            return LineOutcome.Unknown;
        ReadOnlySpan<byte> client = [], user = [], messageId = [];
        var (origin, bytes) = (MailOrigin.Local, 0L);
        while (cursor.Skip(" "u8) && !cursor.Rest.IsEmpty)
        {
            var rest = cursor.Rest;
            if (rest.StartsWith("T=\""u8) || rest.StartsWith("for "u8))
                break;
            if (cursor.Skip("H="u8))
            {
                if (!Host(ref cursor, out client))
                    return LineOutcome.Unknown;
                origin = MailOrigin.Network;
                continue;
            }
            Word(ref cursor, out var word);
            if (word.StartsWith("A="u8))
                user = word[(word.IndexOf((byte)':') + 1)..];
            else if (word.StartsWith("S="u8) && !new LineCursor(word[2..]).Number(out bytes))
                return LineOutcome.Unknown;
            else if (word.StartsWith("id="u8))
                messageId = word[3..];
        }
        if (!user.IsEmpty)
        {
            origin = MailOrigin.Authenticated;
            events.SignedIn(new SignIn { UnixSeconds = time, Service = SignInService.Mail, Succeeded = true, Client = client, User = user });
        }
        var message = messages.Begin(id, time);
        message.SetClient(origin, client, user);
        messages.Name(message, messageId);
        messages.Accept(message, time, sender, bytes, Recipients(cursor.Rest), events);
        return LineOutcome.Counted;
    }

    // "dirk <dirk@shop.example> F=<…> R=localuser T=local_delivery", "x@slow.example R=remote T=smtp defer (-44) H=…", "|/usr/bin/filter <list@example.org> …"
    private LineOutcome Delivery(ReadOnlySpan<byte> id, LineCursor cursor, long time, MailOutcome outcome, ILogEvents events)
    {
        if (!Word(ref cursor, out var recipient))
            return LineOutcome.Unknown;
        // Where the mailbox is no address, the one that it was for follows; of an alias that leads away both are addresses, and the first is where it went.
        var original = cursor;
        if (original.Skip(" "u8) && original.Address(out var inBrackets))
        {
            if (recipient.IndexOf((byte)'@') < 0)
                recipient = Mailbox(recipient, inBrackets);
            cursor = original;
        }
        var transport = cursor.Until(" T="u8, out _) ? cursor.Rest : [];
        var message = messages.Of(id, time);
        message.ByProgram |= transport.StartsWith("spamcheck"u8);
        ReadOnlySpan<byte> relay = [];
        if (transport.IndexOf(" H="u8) is >= 0 and var host)
        {
            var peer = new LineCursor(transport[(host + 3)..]);
            var toThisMachine = peer.Until(" ["u8, out relay) && peer.Until((byte)']', out var address) && Loopback.Is(address);
            if (outcome == MailOutcome.Delivered && toThisMachine && message.HandedBack)
                return LineOutcome.Counted;
        }
        if (outcome == MailOutcome.Delivered && message.ByProgram && transport.StartsWith("spamcheck"u8))
            return LineOutcome.Counted;
        MessageTracker.Deliver(message, time, recipient, outcome, message.Age(time), relay, events);
        return LineOutcome.Counted;
    }

    // "anna <info@example.org>" is the mailbox anna. Its domain is not said; most aliases lead to mailboxes of their own domain. A file, a program and
    // the like are no mailboxes.
    private ReadOnlySpan<byte> Mailbox(ReadOnlySpan<byte> name, ReadOnlySpan<byte> original)
    {
        var at = original.LastIndexOf((byte)'@');
        if (at < 0 || original[..at].SequenceEqual(name) || name[0] is (byte)'/' or (byte)'|' or (byte)'>' or (byte)':' || name.Length + original.Length - at > joined.Length)
            return original;
        name.CopyTo(joined);
        original[at..].CopyTo(joined.AsSpan(name.Length));
        return joined.AsSpan(0, name.Length + original.Length - at);
    }

    // What is said of a client without a message: "H=(helo) [192.0.2.7] F=<a@b> rejected RCPT <c@d>: words".
    private static LineOutcome Client(LineCursor cursor, long time, ILogEvents events)
    {
        var authentication = cursor;
        if (authentication.Until(" authenticator failed for "u8, out var mechanism) && mechanism.IndexOf((byte)' ') < 0)
            return FailedSignIn(authentication, time, events);
        if (!cursor.Skip("H="u8))
            return LineOutcome.Ignored;
        if (!Host(ref cursor, out var client))
            return LineOutcome.Unknown;
        ReadOnlySpan<byte> sender = [], recipient = [];
        while (cursor.Skip(" "u8))
        {
            if (cursor.Skip("F="u8))
            {
                if (!cursor.Address(out sender))
                    return LineOutcome.Unknown;
            }
            else if (cursor.Skip("temporarily rejected "u8) || cursor.Skip("rejected "u8))
            {
                if (cursor.Skip("RCPT "u8) && !cursor.Address(out recipient))
                    return LineOutcome.Unknown;
                if (!cursor.Until(": "u8, out _))
                    return LineOutcome.Ignored;
                events.Rejected(new MailRejection
                {
                    UnixSeconds = time,
                    Reason = RejectReasons.Of(cursor.Rest),
                    Client = client,
                    Sender = sender,
                    Recipient = recipient,
                });
                return LineOutcome.Counted;
            }
            else if (!Word(ref cursor, out _))
                break;
        }
        return LineOutcome.Ignored;
    }

    // "(helo) [192.0.2.7]: 535 Incorrect authentication data (set_id=anna)"
    private static LineOutcome FailedSignIn(LineCursor cursor, long time, ILogEvents events)
    {
        if (!Host(ref cursor, out var client))
            return LineOutcome.Unknown;
        var user = cursor.Until("(set_id="u8, out _) && cursor.Rest is [.., (byte)')'] ? cursor.Rest[..^1] : [];
        events.SignedIn(new SignIn { UnixSeconds = time, Service = SignInService.Mail, Succeeded = false, Client = client, User = user });
        return LineOutcome.Counted;
    }

    // "name (helo) [192.0.2.7]:4711", where name and helo may be missing. The client chose helo. Exim lets no blank and no parenthesis
    // into it, unless helo_accept_junk_hosts says so: where a second peer stands behind the first, nobody can say which is the server's.
    private static bool Host(scoped ref LineCursor cursor, out ReadOnlySpan<byte> address)
    {
        var text = cursor.Rest;
        var at = 0;
        if (text.IndexOf((byte)' ') is > 0 and var name && text[0] is not ((byte)'(' or (byte)'['))
            at = name + 1;
        if (at < text.Length && text[at] == '(')
            at += text[at..].IndexOf(") "u8) is >= 0 and var helo ? helo + 2 : 0;
        address = default;
        if (at >= text.Length || text[at] != '[' || text[at..].IndexOf((byte)']') is not (> 0 and var length))
            return false;
        address = text[(at + 1)..(at + length)];
        if (at >= 2 && text[at - 2] == ')' && HasPeer(text[(at + length)..]))
            return false;
        cursor = new LineCursor(text[(at + length + 1)..]);
        // A port may follow.
        if (cursor.Rest is [(byte)':', >= (byte)'0' and <= (byte)'9', ..])
            cursor = new LineCursor(cursor.Rest[1..].TrimStart("0123456789"u8));
        return true;
    }

    // Whether ") [192.0.2.7]" stands in a text.
    private static bool HasPeer(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf(") ["u8) is >= 0 and var at)
        {
            text = text[(at + ") [".Length)..];
            if (text.IndexOf((byte)']') is > 0 and var end && (text[..end].Count((byte)'.') == 3 || text[..end].Contains((byte)':')) && IPAddress.TryParse(text[..end], out _))
                return true;
        }
        return false;
    }

    // "<>", or an address as it is.
    private static bool Sender(scoped ref LineCursor cursor, out ReadOnlySpan<byte> sender)
    {
        if (cursor.Skip("<>"u8))
        {
            sender = [];
            return true;
        }
        return Word(ref cursor, out sender);
    }

    // Up to the next blank; a quoted local part may hold blanks.
    private static bool Word(scoped ref LineCursor cursor, out ReadOnlySpan<byte> word)
    {
        var text = cursor.Rest;
        var at = 0;
        if (text is [(byte)'"', ..])
        {
            for (at = 1; at < text.Length && text[at] != '"'; at++)
            {
                if (text[at] == '\\')
                    at++;
            }
            at = Math.Min(at, text.Length);
        }
        var blank = text[at..].IndexOf((byte)' ');
        word = blank < 0 ? text : text[..(at + blank)];
        cursor = new LineCursor(text[word.Length..]);
        return !word.IsEmpty;
    }

    // Exim writes the recipients last, behind the last " for ": an address holds no blank unless it is quoted.
    private static int Recipients(ReadOnlySpan<byte> rest)
    {
        var at = rest.LastIndexOf("\" for "u8);
        var list = rest.StartsWith("for "u8) ? rest[4..] : at >= 0 ? rest[(at + 6)..] : [];
        return list.IsEmpty ? 0 : list.Count((byte)' ') + 1;
    }

    private static bool MessageName(scoped ref LineCursor cursor, out ReadOnlySpan<byte> id)
    {
        var text = cursor.Rest;
        id = default;
        var length = Is(text, 6, 6, 2) ? 16 : Is(text, 6, 11, 4) ? 23 : 0;
        if (length == 0)
            return false;
        id = text[..length];
        return cursor.Skip(text[..(length + 1)]);

        static bool Is(ReadOnlySpan<byte> text, int first, int second, int third) =>
            text.Length > first + second + third + 2 && text[first] == '-' && text[first + second + 1] == '-' && text[first + second + third + 2] == ' ';
    }
}
