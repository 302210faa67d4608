using System.Buffers.Text;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>What Pure-FTPd says in the system log (ftpd.c, messages_en.h): <c>(anna@192.0.2.7) [NOTICE] /home/anna//a file downloaded  (1234 bytes,
/// 23185.61KB/sec)</c>. Sign-ins, refusals, transfers and deletions.</summary>
/// <remarks>Before somebody is signed in his name is <c>?</c>; so the parenthesis holds no text of a stranger. A transfer that broke off looks like a whole
/// one. Of the refusals of one address it writes a part only: what is counted is lines.</remarks>
internal sealed class PureFtpd : ISyslogProgram
{
    /// <inheritdoc/>
    public bool Owns(ReadOnlySpan<byte> program) => program.SequenceEqual("pure-ftpd"u8);

    /// <inheritdoc/>
    public LineOutcome Read(in SyslogLine line, ILogEvents events)
    {
        var cursor = new LineCursor(line.Text);
        if (!cursor.Skip("("u8) || !cursor.Until(") ["u8, out var peer) || peer.LastIndexOf((byte)'@') is not (> 0 and var at) || !cursor.Until("] "u8, out var level))
            return LineOutcome.Ignored;
        var user = peer[..at];
        var client = peer[(at + 1)..];
        if (level.SequenceEqual("NOTICE"u8))
            return Done(cursor.Rest, line.UnixSeconds, user, client, events);
        return level.SequenceEqual("INFO"u8) || level.SequenceEqual("WARNING"u8)
            ? Said(cursor, line.UnixSeconds, client, level.SequenceEqual("WARNING"u8), events)
            : LineOutcome.Ignored;
    }

    private static LineOutcome Said(LineCursor cursor, long time, ReadOnlySpan<byte> client, bool warning, ILogEvents events)
    {
        var text = cursor.Rest;
        if (!warning)
        {
            var guest = text.SequenceEqual("Anonymous user logged in"u8);
            if (!guest && !text.EndsWith(" is now logged in"u8))
                return LineOutcome.Ignored;
            SignIn(time, guest ? "ftp"u8 : text[..^" is now logged in".Length], client, true, guest, events);
            return LineOutcome.Counted;
        }
        if (cursor.Skip("Authentication failed for user ["u8))
        {
            SignIn(time, cursor.Rest is [.., (byte)']'] ? cursor.Rest[..^1] : cursor.Rest, client, false, false, events);
            return LineOutcome.Counted;
        }
        FtpLimit limit;
        if (cursor.Skip("Too many connections ("u8) && cursor.Number(out _) && cursor.Rest.StartsWith(") from this IP"u8))
            limit = FtpLimit.PerHost;
        else if (cursor.Skip("I can't accept more than "u8) && cursor.Number(out _) && cursor.Rest.StartsWith(" connections as the same user"u8))
            limit = FtpLimit.PerUser;
        else if (cursor.Number(out _) && cursor.Rest.StartsWith(" users (the maximum) are already logged in"u8))
            limit = FtpLimit.Server;
        else
            return LineOutcome.Ignored;
        events.Refused(new FtpRefusal { UnixSeconds = time, Limit = limit, Client = client });
        return LineOutcome.Counted;
    }

    // "/home/anna//a file downloaded  (1234 bytes, 23185.61KB/sec)", "Deleted /home/anna//a file": read from the end, since the path may hold anything.
    private static LineOutcome Done(ReadOnlySpan<byte> text, long time, ReadOnlySpan<byte> user, ReadOnlySpan<byte> client, ILogEvents events)
    {
        if (text.StartsWith("Deleted "u8))
        {
            Transfer(time, user, client, text["Deleted ".Length..], 0, 0, false, true, events);
            return LineOutcome.Counted;
        }
        var at = text.LastIndexOf("  ("u8);
        if (at < 0)
            return LineOutcome.Ignored;
        var numbers = new LineCursor(text[(at + 3)..]);
        var path = text[..at];
        var upload = path.EndsWith(" uploaded"u8);
        if (!upload && !path.EndsWith(" downloaded"u8))
            return LineOutcome.Ignored;
        if (!numbers.Number(out var bytes) || !numbers.Skip(" bytes, "u8) || !Utf8Parser.TryParse(numbers.Rest, out double rate, out _))
            return LineOutcome.Unknown;
        path = path[..^(upload ? " uploaded".Length : " downloaded".Length)];
        Transfer(time, user, client, path, bytes, rate > 0 ? bytes / (rate * 1_024) : 0, upload, false, events);
        return LineOutcome.Counted;
    }

    /// <summary>Tells of a transfer, as all of its logs name one.</summary>
    public static void Transfer(
        long time, ReadOnlySpan<byte> user, ReadOnlySpan<byte> client, ReadOnlySpan<byte> path, long bytes, double seconds, bool upload, bool deletion, ILogEvents events) =>
        events.Transferred(new FtpTransfer
        {
            UnixSeconds = time,
            Seconds = seconds,
            Client = client,
            Bytes = bytes,
            Path = path,
            User = user,
            Upload = upload,
            Anonymous = user.SequenceEqual("ftp"u8),
            Complete = true,
            Deletion = deletion,
        });

    private static void SignIn(long time, ReadOnlySpan<byte> user, ReadOnlySpan<byte> client, bool succeeded, bool guest, ILogEvents events) =>
        events.SignedIn(new SignIn { UnixSeconds = time, Service = SignInService.Ftp, Succeeded = succeeded, Client = client, User = user, Anonymous = guest });
}
