using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>What ProFTPD says of connections, in the system log or in its SystemLog: who signed in, and whom a limit kept out.</summary>
/// <remarks>Transfers are in xferlog. A user name may hold a whole line of this log; only the first parenthesis is the server's, and a text is
/// known by how it begins.</remarks>
internal sealed class ProFtpd : ISyslogProgram
{
    /// <inheritdoc/>
    public bool Owns(ReadOnlySpan<byte> program) => program.SequenceEqual("proftpd"u8);

    /// <inheritdoc/>
    public LineOutcome Read(in SyslogLine line, ILogEvents events)
    {
        var cursor = new LineCursor(line.Text);
        // "192.0.2.1 (client.example[198.51.100.7]) - text" or, in a SystemLog, "192.0.2.1 (client.example[198.51.100.7]): text".
        if (!cursor.Until(" ("u8, out _) || !HostAndAddress.Read(ref cursor, out var client) || !(cursor.Skip(") - "u8) || cursor.Skip("): "u8)))
            return LineOutcome.Ignored;
        return Said(cursor, client.Address, line.UnixSeconds, events);
    }

    private static LineOutcome Said(LineCursor cursor, ReadOnlySpan<byte> client, long time, ILogEvents events)
    {
        if (cursor.Skip("Connection refused ("u8))
        {
            if (!Limit(cursor.Rest, out var limit))
                return LineOutcome.Unknown;
            events.Refused(new FtpRefusal { UnixSeconds = time, Limit = limit, Client = client });
            return LineOutcome.Counted;
        }
        var anonymous = cursor.Skip("ANON "u8);
        if (!anonymous && !cursor.Skip("USER "u8))
            return LineOutcome.Ignored;
        // The name is the client's; the server's words stand at the end.
        var text = cursor.Rest;
        int end;
        bool succeeded;
        if (succeeded = text.EndsWith(": Login successful."u8))
            end = text.Length - ": Login successful.".Length;
        else if ((end = text.LastIndexOf(" (Login failed): "u8)) < 0)
            end = text.LastIndexOf(": no such user found from "u8);
        if (end < 0)
            return LineOutcome.Ignored;
        events.SignedIn(new SignIn
        {
            UnixSeconds = time,
            Service = SignInService.Ftp,
            Succeeded = succeeded,
            Client = client,
            User = text[..end],
            Anonymous = anonymous,
        });
        return LineOutcome.Counted;
    }

    // Both spellings of each: up to 1.3.4, and from 1.3.5. MaxHostsPerHost was MaxHostsPerUser by mistake until the end of 2015.
    private static bool Limit(ReadOnlySpan<byte> text, out FtpLimit limit)
    {
        limit = FtpLimit.PerHost;
        if (text.StartsWith("MaxClientsPerHost "u8) || text.StartsWith("MaxConnectionsPerHost "u8) || text.StartsWith("max clients per host "u8))
            return true;
        limit = FtpLimit.PerUser;
        if (text.StartsWith("MaxHostsPerUser "u8) || text.StartsWith("MaxHostsPerHost "u8) || text.StartsWith("max hosts per host "u8)
            || text.StartsWith("MaxClientsPerUser "u8) || text.StartsWith("max clients per user "u8))
            return true;
        limit = FtpLimit.PerClass;
        if (text.StartsWith("MaxClientsPerClass "u8) || (text.StartsWith("max clients "u8) && text.IndexOf(" per class "u8) >= 0))
            return true;
        limit = FtpLimit.Server;
        return text.StartsWith("MaxClients "u8) || text.StartsWith("max clients "u8);
    }
}
