using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>Dovecot's sign-ins to IMAP, POP3, ManageSieve and submission, in the system log or in a log of its own (client-common.c,
/// <c>login_log_format_elements</c> in the documentation): <c>imap-login: Login: user=&lt;anna&gt;, method=PLAIN, rip=192.0.2.7, lip=…</c>.</summary>
/// <remarks>Failures are those that the login process sums up at the end of a connection, "(auth failed, 3 attempts in 17 secs)"; what the auth
/// process says of each is the same once more. The name may hold any text: the address is the last one of its kind, which stands behind it.</remarks>
internal sealed class Dovecot : ISyslogProgram
{
    /// <summary>Most attempts believed of one connection; Dovecot ends it long before.</summary>
    private const long MostAttempts = 100;

    /// <inheritdoc/>
    public bool Owns(ReadOnlySpan<byte> program) => program.SequenceEqual("dovecot"u8) || program.EndsWith("-login"u8);

    /// <inheritdoc/>
    public LineOutcome Read(in SyslogLine line, ILogEvents events)
    {
        var cursor = new LineCursor(line.Text);
        // A log of its own names the login process as the program, and says how serious it is.
        if (line.Program.SequenceEqual("dovecot"u8) && !(cursor.Until(": "u8, out var process) && process.EndsWith("-login"u8)))
            return LineOutcome.Ignored;
        cursor.Skip("Info: "u8);
        if (!cursor.Rest.StartsWith("Login: "u8))
            return Failures(cursor, line.UnixSeconds, events);
        if (!Who(cursor.Rest, out var user, out var client))
            return LineOutcome.Unknown;
        Tell(line.UnixSeconds, user, client, true, events);
        return LineOutcome.Counted;
    }

    private static LineOutcome Failures(LineCursor cursor, long time, ILogEvents events)
    {
        // Before the first name all is the server's.
        var said = cursor.Rest;
        var name = said.IndexOf("user=<"u8);
        if ((name < 0 ? said : said[..name]).IndexOf("(auth failed, "u8) is not (>= 0 and var at))
            return LineOutcome.Ignored;
        var count = new LineCursor(said[(at + "(auth failed, ".Length)..]);
        if (!count.Number(out var attempts) || !Who(said, out var user, out var client))
            return LineOutcome.Unknown;
        for (var i = 0; i < Math.Min(attempts, MostAttempts); i++)
            Tell(time, user, client, false, events);
        return LineOutcome.Counted;
    }

    // "…user=<anna>, method=PLAIN, rip=192.0.2.7, lip=…"
    private static bool Who(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> user, out ReadOnlySpan<byte> client)
    {
        user = client = default;
        var at = text.LastIndexOf(" rip="u8);
        if (at < 0)
            return false;
        client = text[(at + " rip=".Length)..];
        if (client.IndexOf((byte)',') is >= 0 and var comma)
            client = client[..comma];
        var before = text[..at];
        if (before.IndexOf("user=<"u8) is >= 0 and var begin)
        {
            user = before[(begin + 6)..];
            if (user.LastIndexOf((byte)'>') is not (>= 0 and var end))
                return false;
            user = user[..end];
        }
        return !client.IsEmpty;
    }

    private static void Tell(long time, ReadOnlySpan<byte> user, ReadOnlySpan<byte> client, bool succeeded, ILogEvents events) =>
        events.SignedIn(new SignIn { UnixSeconds = time, Service = SignInService.Mail, Succeeded = succeeded, Client = client, User = user });
}
