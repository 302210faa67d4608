using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>Greylists: Postgrey (<c>action=greylist, reason=new, client_name=…, client_address=192.0.2.7/32, sender=…, recipient=…</c>), milter-greylist
/// (<c>ID: addr mx.example[192.0.2.7] from &lt;…&gt; to &lt;…&gt; delayed for 00:05:00</c>) and SQLgrey (<c>grey: new: 192.0.2(192.0.2.7), a@b.example -&gt; c@example.org</c>).</summary>
internal sealed class Greylists : ISyslogProgram
{
    /// <inheritdoc/>
    public bool Owns(ReadOnlySpan<byte> program) =>
        program.SequenceEqual("postgrey"u8) || program.SequenceEqual("milter-greylist"u8) || program.SequenceEqual("sqlgrey"u8);

    /// <inheritdoc/>
    public LineOutcome Read(in SyslogLine line, ILogEvents events)
    {
        var cursor = new LineCursor(line.Text);
        ReadOnlySpan<byte> client, recipient;
        var known = line.Program[0] switch
        {
            (byte)'p' => Postgrey(cursor, out client, out recipient),
            (byte)'m' => Milter(cursor, out client, out recipient),
            _ => SqlGrey(cursor, out client, out recipient),
        };
        if (!known)
            return LineOutcome.Ignored;
        events.Judged(new MailVerdict { UnixSeconds = line.UnixSeconds, Finding = MailFinding.Greylisted, Client = client, Recipient = recipient });
        return LineOutcome.Counted;
    }

    // The client's name comes from its reverse lookup and holds no comma; sender and recipient stand behind its address.
    private static bool Postgrey(LineCursor cursor, out ReadOnlySpan<byte> client, out ReadOnlySpan<byte> recipient)
    {
        client = recipient = default;
        if (!cursor.Rest.StartsWith("action="u8) && !(cursor.Until(": "u8, out var id) && id.IndexOf((byte)' ') < 0))
            return false;
        if (!cursor.Skip("action=greylist, "u8) || !cursor.Until(", client_address="u8, out _) || !cursor.Until((byte)',', out client))
            return false;
        if (client.IndexOf((byte)'/') is >= 0 and var mask)
            client = client[..mask];
        if (cursor.Rest.LastIndexOf(" recipient="u8) is >= 0 and var at)
            recipient = cursor.Rest[(at + " recipient=".Length)..].TrimEnd((byte)' ');
        return true;
    }

    private static bool Milter(LineCursor cursor, out ReadOnlySpan<byte> client, out ReadOnlySpan<byte> recipient)
    {
        client = recipient = default;
        if (!cursor.Until(": addr "u8, out _) || !HostAndAddress.Read(ref cursor, out var peer))
            return false;
        client = peer.Address;
        return cursor.Skip(" from "u8) && cursor.Address(out _) && cursor.Skip(" to "u8) && cursor.Address(out recipient) && cursor.Skip(" delayed for "u8);
    }

    private static bool SqlGrey(LineCursor cursor, out ReadOnlySpan<byte> client, out ReadOnlySpan<byte> recipient)
    {
        client = recipient = default;
        if (!cursor.Skip("grey: "u8) || !(cursor.Skip("new: "u8) || cursor.Skip("early reconnect: "u8) || cursor.Skip("throttling: "u8)))
            return false;
        if (!cursor.Until((byte)'(', out _) || !cursor.Until((byte)')', out client))
            return false;
        if (cursor.Rest.LastIndexOf(" -> "u8) is >= 0 and var at)
            recipient = cursor.Rest[(at + 4)..];
        return true;
    }
}
