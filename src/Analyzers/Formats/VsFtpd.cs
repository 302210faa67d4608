using System.Buffers.Text;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Stamps;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>The log of vsftpd in its own format (vsftpd.conf(5), <c>xferlog_std_format=NO</c>; logging.c):
/// <c>Mon Nov 23 00:14:22 2026 [pid 92] [anna] OK DOWNLOAD: Client "192.0.2.7", "/pub/a file", 1234 bytes, 5308.71Kbyte/sec</c>.</summary>
/// <remarks>Who is signed in is known by the server; whoever fails to may be called as he likes. An anonymous client's password stands behind his address. A
/// transfer of nothing has no byte count.</remarks>
internal sealed class VsFtpd(StampReader stamps) : ILogFormat
{
    /// <inheritdoc/>
    public string Name => "vsftpd";

    /// <inheritdoc/>
    public LineOutcome Read(ReadOnlySpan<byte> line, ILogEvents events)
    {
        var cursor = new LineCursor(line);
        if (!stamps.CTime(ref cursor, out var time) || !cursor.Skip("[pid "u8) || !cursor.Number(out _) || !cursor.Skip("] "u8))
            return LineOutcome.Unknown;
        if (cursor.Skip("CONNECT: Client \""u8))
            return Connection(cursor, time, events);
        if (!cursor.Skip("["u8))
            return LineOutcome.Ignored;
        var text = cursor.Rest;
        if (text.IndexOf("] FAIL LOGIN: Client \""u8) is >= 0 and var first)
            return MayBeOfOther(text[..first]) ? LineOutcome.Unknown : Failure(text, first, time, events);
        if (!cursor.Until("] "u8, out var user))
            return LineOutcome.Unknown;
        if (cursor.Skip("OK LOGIN: Client \""u8))
        {
            if (!cursor.Until((byte)'"', out var client))
                return LineOutcome.Unknown;
            Tell(time, user, client, true, events);
            return LineOutcome.Counted;
        }
        var complete = cursor.Skip("OK "u8);
        if (!complete && !cursor.Skip("FAIL "u8))
            return LineOutcome.Ignored;
        if (complete && cursor.Skip("DELETE: Client \""u8))
            return Transfer(cursor, time, user, upload: false, complete, deletion: true, events);
        var upload = cursor.Skip("UPLOAD: Client \""u8);
        return upload || cursor.Skip("DOWNLOAD: Client \""u8) ? Transfer(cursor, time, user, upload, complete, deletion: false, events) : LineOutcome.Ignored;
    }

    /// <inheritdoc/>
    public void Save(StateChanges changes) => stamps.Save(changes);

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => stamps.Restore(key, value);

    // "192.0.2.7", "Connection refused: too many sessions for this address."
    private static LineOutcome Connection(LineCursor cursor, long time, ILogEvents events)
    {
        if (!cursor.Until((byte)'"', out var client))
            return LineOutcome.Unknown;
        if (!cursor.Skip(", \"Connection refused: too many "u8))
            return LineOutcome.Ignored;
        var limit = cursor.Rest.StartsWith("sessions for this address"u8) ? FtpLimit.PerHost : FtpLimit.Server;
        events.Refused(new FtpRefusal { UnixSeconds = time, Limit = limit, Client = client });
        return LineOutcome.Counted;
    }

    // What stands before these words may be a name with a client in it, or a line about another client, whose path, password or command holds these words: nobody can say.
    private static bool MayBeOfOther(ReadOnlySpan<byte> name) => name.IndexOf(": Client \""u8) is >= 0 and var at && name[at..].IndexOf("\", "u8) >= 0;

    // A name or a password that holds these words too makes two of them: nobody can say which are the server's.
    private static LineOutcome Failure(ReadOnlySpan<byte> text, int at, long time, ILogEvents events)
    {
        var cursor = new LineCursor(text[(at + "] FAIL LOGIN: Client \"".Length)..]);
        if (cursor.Rest.IndexOf("] FAIL LOGIN: Client \""u8) >= 0 || !cursor.Until((byte)'"', out var client))
            return LineOutcome.Unknown;
        Tell(time, text[..at], client, false, events);
        return LineOutcome.Counted;
    }

    // 192.0.2.7", "/pub/a file", 1234 bytes, 5308.71Kbyte/sec
    private static LineOutcome Transfer(LineCursor cursor, long time, ReadOnlySpan<byte> user, bool upload, bool complete, bool deletion, ILogEvents events)
    {
        if (!cursor.Until("\", \""u8, out var client))
            return LineOutcome.Unknown;
        var path = cursor.Rest;
        var (bytes, rate) = (0L, 0.0);
        if (!deletion)
        {
            if (!Last(ref path, out var speed) || !Utf8Parser.TryParse(speed, out rate, out var digits) || !speed[digits..].SequenceEqual("Kbyte/sec"u8))
                return LineOutcome.Unknown;
            if (path is not [.., (byte)'"'] && !(Last(ref path, out var count) && Size(count, out bytes)))
                return LineOutcome.Unknown;
        }
        if (path is not [.., (byte)'"'])
            return LineOutcome.Unknown;
        events.Transferred(new FtpTransfer
        {
            UnixSeconds = time,
            Seconds = rate > 0 ? bytes / (rate * 1_024) : 0,
            Client = client,
            Bytes = bytes,
            Path = path[..^1],
            User = user,
            Upload = upload,
            Anonymous = Guest(user),
            Complete = complete,
            Deletion = deletion,
        });
        return LineOutcome.Counted;
    }

    // "1234 bytes"
    private static bool Size(ReadOnlySpan<byte> text, out long bytes)
    {
        var cursor = new LineCursor(text);
        return cursor.Number(out bytes) && cursor.Rest.SequenceEqual(" bytes"u8);
    }

    // The part behind the last ", ", taken off.
    private static bool Last(ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> part)
    {
        var at = text.LastIndexOf(", "u8);
        part = at < 0 ? default : text[(at + 2)..];
        text = at < 0 ? text : text[..at];
        return at >= 0;
    }

    // Guests are signed in as ftp_username, which is ftp unless the configuration says otherwise.
    private static bool Guest(ReadOnlySpan<byte> user) => user.SequenceEqual("ftp"u8) || user.SequenceEqual("anonymous"u8);

    private static void Tell(long time, ReadOnlySpan<byte> user, ReadOnlySpan<byte> client, bool succeeded, ILogEvents events) => events.SignedIn(new SignIn
    {
        UnixSeconds = time,
        Service = SignInService.Ftp,
        Succeeded = succeeded,
        Client = client,
        User = user,
        Anonymous = Guest(user),
    });
}
