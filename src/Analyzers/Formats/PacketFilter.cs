using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>Packets that rules of iptables and nftables log (<c>LOG</c>, <c>log</c>; net/netfilter/nf_log_syslog.c):
/// <c>[19955416.516358] prefix IN=ens2 OUT= MAC=… SRC=192.0.2.7 DST=… PROTO=TCP SPT=52220 DPT=80 …</c>.</summary>
/// <remarks>Whether the packet was kept out, only the prefix can say, which the administrator chose: one with ALLOW, ACCEPT or AUDIT was not. Packets that
/// the machine sends have no IN.</remarks>
internal sealed class PacketFilter : ISyslogProgram
{
    /// <inheritdoc/>
    public bool Owns(ReadOnlySpan<byte> program) => program.SequenceEqual("kernel"u8);

    /// <inheritdoc/>
    public LineOutcome Read(in SyslogLine line, ILogEvents events)
    {
        var cursor = new LineCursor(line.Text);
        if (!cursor.Until("IN="u8, out var prefix) || !cursor.Until(" OUT="u8, out var incoming) || incoming.IndexOf((byte)' ') >= 0)
            return LineOutcome.Ignored;
        if (incoming.IsEmpty || prefix.IndexOf("ALLOW"u8) >= 0 || prefix.IndexOf("ACCEPT"u8) >= 0 || prefix.IndexOf("AUDIT"u8) >= 0)
            return LineOutcome.Ignored;
        // What ICMP says of another packet stands in brackets behind all this.
        if (!cursor.Until(" SRC="u8, out _) || !cursor.Until((byte)' ', out var client) || !cursor.Until(" PROTO="u8, out _))
            return LineOutcome.Unknown;
        if (!cursor.Until((byte)' ', out var protocol))
            protocol = cursor.Rest;
        var port = 0L;
        if (cursor.Skip("SPT="u8) && !(cursor.Number(out _) && cursor.Skip(" DPT="u8) && cursor.Number(out port) && port <= ushort.MaxValue))
            return LineOutcome.Unknown;
        events.Blocked(new PacketRefused { UnixSeconds = line.UnixSeconds, Client = client, Port = (int)port, Protocol = protocol });
        return LineOutcome.Counted;
    }
}
