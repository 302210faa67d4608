using Metrics.Analyzers.Events;
using Metrics.Analyzers.Stamps;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>ProFTPD's ExtendedLog (mod_log; "ExtendedLog" and "LogFormat" in its manual): transfers, deletions and sign-ins. Each line tells which of two formats it has,
/// the default one, <c>%h %l %u %t "%r" %s %b</c>, or that of sign-ins in ProFTPD's sample configuration, <c>%v [%P] %h %t "%r" %s</c>:
/// <c>198.51.100.7 UNKNOWN anna [23/Nov/2026:00:14:09 +0000] "RETR a file" 226 1234</c>,
/// <c>My server [90] 198.51.100.7 [23/Nov/2026:00:14:09 +0000] "PASS (hidden)" 230</c>.</summary>
/// <remarks>The command stands as the client sent it, quotes and all; the answer is read from the end of the line. Before somebody is signed in his
/// name is <c>-</c>.</remarks>
internal sealed class ProFtpdExtended(StampReader stamps) : ILogFormat
{
    /// <summary>Clients that have said who they are and not yet their password, at once.</summary>
    private const int MostNamed = 10_000;

    // By process and address, as they stand in the line.
    private readonly StateTable<byte[]> named = new((byte)'u', MostNamed, (state, user) => state.Bytes(user), (ref StateReader state) => state.Bytes().ToArray());

    /// <inheritdoc/>
    public string Name => "proftpd_extended";

    /// <inheritdoc/>
    public LineOutcome Read(ReadOnlySpan<byte> line, ILogEvents events)
    {
        // Only the server writes behind the last quote: a size, if the format has one.
        if (line.LastIndexOf("\" "u8) is not (> 0 and var end))
            return LineOutcome.Unknown;
        var answer = new LineCursor(line[(end + 2)..]);
        var answered = answer.Number(out var status);
        if (!answered && !answer.Skip("-"u8))
            return LineOutcome.Unknown;
        if (answer.Rest.IsEmpty)
            return SignIns(line[..end], answered ? status : 0, events);
        var cursor = new LineCursor(line[..end]);
        if (!answer.Skip(" "u8) || !cursor.Until((byte)' ', out var client) || !cursor.Until((byte)' ', out _) || cursor.Rest.IndexOf(" ["u8) is not (> 0 and var at))
            return LineOutcome.Unknown;
        var user = cursor.Rest[..at];
        cursor.Step(at + 1);
        if (!stamps.CommonLog(ref cursor, out var time) || !cursor.Skip("\""u8))
            return LineOutcome.Unknown;
        if (!answered)
            return LineOutcome.Ignored;
        var sized = answer.Number(out var bytes);
        if (!sized && !answer.Rest.SequenceEqual("-"u8))
            return LineOutcome.Unknown;
        if (status is 230 or 530)
        {
            if (cursor.Skip("PASS "u8))
            {
                var isNamed = !user.SequenceEqual("-"u8);
                // Who is known had the right password: a limit keeps him out.
                return isNamed && status == 530 ? LineOutcome.Ignored : SignedIn(time, status == 230, client, isNamed ? user : [], events);
            }
            if (cursor.Skip("USER "u8))
                return SignedIn(time, status == 230, client, cursor.Rest, events);
        }
        return Transferred(time, client, user, cursor, status is 226 or 250, sized ? bytes : null, events);
    }

    /// <inheritdoc/>
    public void Save(StateChanges changes) => named.Save(changes);

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => named.Restore(key, value);

    // Who it is the client says before his password.
    private LineOutcome SignIns(ReadOnlySpan<byte> line, long status, ILogEvents events)
    {
        var cursor = new LineCursor(line);
        // The name of the server may be of several words. Behind the first bracket nothing else than a process may stand: in the other format, where it is
        // not the first one, that can be the client's.
        if (!cursor.Until(" ["u8, out _))
            return LineOutcome.Unknown;
        var who = cursor.Rest;
        if (!cursor.Number(out _) || !cursor.Skip("] "u8) || !cursor.Until((byte)' ', out var client))
            return LineOutcome.Unknown;
        who = who[..^(cursor.Rest.Length + 1)];
        if (!stamps.CommonLog(ref cursor, out var time) || !cursor.Skip("\""u8))
            return LineOutcome.Unknown;
        if (cursor.Skip("USER "u8))
        {
            if (status is 230 or 530)
                return SignedIn(time, status == 230, client, cursor.Rest, events);
            if (status == 331)
                named.Put(who, ByteText.Short(cursor.Rest).ToArray());
            return LineOutcome.Ignored;
        }
        if (!cursor.Skip("PASS "u8))
            return LineOutcome.Ignored;
        named.Remove(who, out var user);
        return status is 230 or 530 ? SignedIn(time, status == 230, client, user, events) : LineOutcome.Ignored;
    }

    private static LineOutcome SignedIn(long time, bool succeeded, ReadOnlySpan<byte> client, ReadOnlySpan<byte> user, ILogEvents events)
    {
        events.SignedIn(new SignIn
        {
            UnixSeconds = time,
            Service = SignInService.Ftp,
            Succeeded = succeeded,
            Client = client,
            User = user,
            Anonymous = Guest(user),
        });
        return LineOutcome.Counted;
    }

    private static LineOutcome Transferred(long time, ReadOnlySpan<byte> client, ReadOnlySpan<byte> user, LineCursor command, bool complete, long? bytes, ILogEvents events)
    {
        var deletion = command.Skip("DELE "u8);
        var upload = command.Skip("STOR "u8) || command.Skip("APPE "u8) || command.Skip("STOU"u8);
        // Without a size nothing went over: there was no such file, say.
        if (deletion ? !complete : !(bytes is not null && (upload || command.Skip("RETR "u8))))
            return LineOutcome.Ignored;
        events.Transferred(new FtpTransfer
        {
            UnixSeconds = time,
            Seconds = 0,
            Client = client,
            Bytes = deletion ? 0 : bytes ?? 0,
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
