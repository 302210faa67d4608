using Metrics.Analyzers.Events;
using Metrics.Analyzers.Stamps;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>ProFTPD's ExtendedLog in its default format, <c>%h %l %u %t "%r" %s %b</c> (mod_log; "ExtendedLog" and "LogFormat" in its manual):
/// <c>198.51.100.7 UNKNOWN anna [23/Nov/2026:00:14:09 +0000] "RETR a file" 226 1234</c>. Transfers, deletions and sign-ins.</summary>
/// <remarks>The command stands as the client sent it, quotes and all; the answer is read from the end of the line. Before somebody is signed in his
/// name is <c>-</c>.</remarks>
internal sealed class ProFtpdExtended(StampReader stamps) : ILogFormat
{
    /// <inheritdoc/>
    public string Name => "proftpd_extended";

    /// <inheritdoc/>
    public LineOutcome Read(ReadOnlySpan<byte> line, ILogEvents events)
    {
        var cursor = new LineCursor(line);
        if (!cursor.Until((byte)' ', out var client) || !cursor.Until((byte)' ', out _) || cursor.Rest.IndexOf(" ["u8) is not (> 0 and var at))
            return LineOutcome.Unknown;
        var user = cursor.Rest[..at];
        cursor = new LineCursor(cursor.Rest[(at + 1)..]);
        if (!stamps.CommonLog(ref cursor, out var time) || !cursor.Skip("\""u8) || cursor.Rest.LastIndexOf("\" "u8) is not (>= 0 and var end))
            return LineOutcome.Unknown;
        var command = new LineCursor(cursor.Rest[..end]);
        var answer = new LineCursor(cursor.Rest[(end + 2)..]);
        if (!answer.Number(out var status) || !answer.Skip(" "u8))
            return answer.Skip("- "u8) ? LineOutcome.Ignored : LineOutcome.Unknown;
        var sized = answer.Number(out var bytes);
        if (!sized && !answer.Rest.SequenceEqual("-"u8))
            return LineOutcome.Unknown;
        if (command.Rest.StartsWith("PASS "u8) && status is 230 or 530)
        {
            events.SignedIn(new SignIn
            {
                UnixSeconds = time,
                Service = SignInService.Ftp,
                Succeeded = status == 230,
                Client = client,
                User = user.SequenceEqual("-"u8) ? [] : user,
                Anonymous = Guest(user),
            });
            return LineOutcome.Counted;
        }
        var deletion = command.Skip("DELE "u8);
        var upload = command.Skip("STOR "u8) || command.Skip("APPE "u8) || command.Skip("STOU"u8);
        var complete = status is 226 or 250;
        // Without a size nothing went over: there was no such file, say.
        if (deletion ? !complete : !(sized && (upload || command.Skip("RETR "u8))))
            return LineOutcome.Ignored;
        events.Transferred(new FtpTransfer
        {
            UnixSeconds = time,
            Seconds = 0,
            Client = client,
            Bytes = deletion ? 0 : bytes,
            Path = command.Rest,
            User = user,
            Upload = upload,
            Anonymous = Guest(user),
            Complete = complete,
            Deletion = deletion,
        });
        return LineOutcome.Counted;
    }

    private static bool Guest(ReadOnlySpan<byte> user) => user.SequenceEqual("ftp"u8) || user.SequenceEqual("anonymous"u8);
}
