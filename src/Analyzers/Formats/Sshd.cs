using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>OpenSSH's server: who signed in, and who failed (auth_log in auth.c; ssh_packet and sshpkt_vfatal in packet.c).</summary>
/// <remarks>A failed attempt says "Failed password for NAME from ADDRESS port NUMBER ssh2". Attempts with keys alone are only known by the end of the
/// connection, "Connection closed by invalid user NAME ADDRESS port NUMBER [preauth]"; it counts when the connection had no failure before. The name
/// may hold any text, such as another address, and the address is the one behind it.</remarks>
internal sealed class Sshd : ISyslogProgram
{
    // Of a process number.
    private const int MostDigits = 10;

    // Connections under way that have failed already, by their process numbers.
    private readonly StateTable<bool> failed = new(16, 4_096, (_, _) => { }, (ref StateReader _) => true);

    /// <inheritdoc/>
    public bool Owns(ReadOnlySpan<byte> program) => program.SequenceEqual("sshd"u8) || program.SequenceEqual("sshd-session"u8);

    /// <inheritdoc/>
    public LineOutcome Read(in SyslogLine line, ILogEvents events)
    {
        var cursor = new LineCursor(line.Text);
        if (cursor.Skip("Accepted "u8))
            return Attempt(line, cursor, true, events);
        if (cursor.Skip("Failed "u8))
            return cursor.Rest.StartsWith("none "u8) ? LineOutcome.Ignored : Attempt(line, cursor, false, events);
        cursor.Skip("error: "u8);
        if (cursor.Skip("maximum authentication attempts exceeded for "u8))
            return TooMany(line, cursor, events);
        return cursor.Skip("Connection closed by "u8) || cursor.Skip("Connection reset by "u8) || cursor.Skip("Disconnected from "u8)
            ? Ended(line, cursor, [], events)
            : cursor.Skip("Disconnecting "u8) ? Ended(line, cursor, ": Too many authentication failures"u8, events) : LineOutcome.Ignored;
    }

    /// <inheritdoc/>
    public void Save(StateChanges changes) => failed.Save(changes);

    /// <inheritdoc/>
    public bool Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => failed.Restore(key, value);

    // "password for invalid user NAME from 192.0.2.7 port 4711 ssh2", for keys with ": RSA SHA256:…" behind it.
    private LineOutcome Attempt(in SyslogLine line, LineCursor cursor, bool succeeded, ILogEvents events)
    {
        if (!cursor.Until(" for "u8, out var method))
            return LineOutcome.Unknown;
        cursor.Skip("invalid user "u8);
        if (!Peer(cursor.Rest, cursor.Rest.Length, out var at, out var client))
            return LineOutcome.Unknown;
        // Who the client's own machine says he is stands at the end where hosts are trusted (and with protocol 1): then two peers in a line are one too many.
        var clientSpeaksLast = method.StartsWith("hostbased"u8) || cursor.Rest.IndexOf(" ssh1: ruser "u8) >= 0;
        if (clientSpeaksLast && Peer(cursor.Rest, at, out _, out _))
            return LineOutcome.Unknown;
        Tell(line, cursor.Rest[..at], client, succeeded, events);
        return LineOutcome.Counted;
    }

    // The last " from ADDRESS port NUMBER ssh2" before a place.
    private static bool Peer(ReadOnlySpan<byte> text, int before, out int at, out ReadOnlySpan<byte> address)
    {
        for (at = text[..before].LastIndexOf(" from "u8); at >= 0; at = text[..at].LastIndexOf(" from "u8))
        {
            var peer = new LineCursor(text[(at + 6)..]);
            if (peer.Until((byte)' ', out address) && !address.IsEmpty && peer.Skip("port "u8) && peer.Number(out _) && (peer.Skip(" ssh2"u8) || peer.Skip(" ssh1"u8))
                && (peer.Rest.IsEmpty || peer.Rest[0] == ':'))
                return true;
        }
        address = default;
        return false;
    }

    // "invalid user NAME from 192.0.2.7 port 4711 ssh2 [preauth]"; "Disconnecting …" follows.
    private LineOutcome TooMany(in SyslogLine line, LineCursor cursor, ILogEvents events)
    {
        if (failed.TryGet(line.Process, out _))
            return LineOutcome.Ignored;
        cursor.Skip("invalid user "u8);
        var text = cursor.Rest;
        if (text.LastIndexOf(" [preauth]"u8) is not (>= 0 and var end) || !Peer(text[..end], end, out var at, out var client))
            return LineOutcome.Unknown;
        Tell(line, text[..at], client, false, events);
        return LineOutcome.Counted;
    }

    // "authenticating user NAME 192.0.2.7 port 4711 [preauth]", with why before the bracket.
    private LineOutcome Ended(in SyslogLine line, LineCursor cursor, ReadOnlySpan<byte> why, ILogEvents events)
    {
        var counted = failed.Remove(line.Process, out _);
        if (counted || !(cursor.Skip("authenticating user "u8) || cursor.Skip("invalid user "u8)) || !cursor.Rest.EndsWith(" [preauth]"u8))
            return LineOutcome.Ignored;
        var text = cursor.Rest[..^" [preauth]".Length];
        if (!text.EndsWith(why))
            return LineOutcome.Ignored;
        text = text[..^why.Length];
        var port = text.LastIndexOf(" port "u8);
        var blank = port < 0 ? -1 : text[..port].LastIndexOf((byte)' ');
        if (blank < 0 || text[(port + " port ".Length)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return LineOutcome.Unknown;
        events.SignedIn(new SignIn
        {
            UnixSeconds = line.UnixSeconds,
            Service = SignInService.Ssh,
            Succeeded = false,
            Client = text[(blank + 1)..port],
            User = text[..blank],
        });
        return LineOutcome.Counted;
    }

    private void Tell(in SyslogLine line, ReadOnlySpan<byte> user, ReadOnlySpan<byte> client, bool succeeded, ILogEvents events)
    {
        if (succeeded)
            failed.Remove(line.Process, out _);
        else if (line.Process.Length is > 0 and <= MostDigits)
            failed.Put(line.Process, true);
        events.SignedIn(new SignIn { UnixSeconds = line.UnixSeconds, Service = SignInService.Ssh, Succeeded = succeeded, Client = client, User = user });
    }
}
