using Metrics.Analyzers.Stamps;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>A line of a system log in its parts: <c>Nov 23 00:11:48 web01 postfix/smtpd[306]: text</c>; or one with a label of multilog, which has no program and is
/// taken for qmail's; or one of clamd's own log.</summary>
internal readonly ref struct SyslogLine
{
    /// <summary>Most repetitions believed of one line; rsyslog writes such a line after a minute at the latest.</summary>
    private const long MostRepetitions = 100_000;

    private SyslogLine(long unixSeconds, ReadOnlySpan<byte> program, ReadOnlySpan<byte> process, ReadOnlySpan<byte> text, int times)
    {
        UnixSeconds = unixSeconds;
        Program = program;
        Process = process;
        Text = text;
        Times = times;
    }

    /// <summary>When, in seconds since the epoch.</summary>
    public long UnixSeconds { get; }

    /// <summary>Who, without the process number: <c>postfix/smtpd</c>.</summary>
    public ReadOnlySpan<byte> Program { get; }

    /// <summary>Its process number; empty where the line has none.</summary>
    public ReadOnlySpan<byte> Process { get; }

    /// <summary>What.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>How often: 1, or what "message repeated 3 times: [ text]" says.</summary>
    public int Times { get; }

    /// <summary>Takes a line apart; false when it is none of a system log.</summary>
    public static bool Read(ReadOnlySpan<byte> line, StampReader stamps, out SyslogLine parts)
    {
        parts = default;
        var cursor = new LineCursor(line);
        if (line is [(byte)'@', ..])
        {
            if (!StampReader.Tai64N(ref cursor, out var labelled))
                return false;
            parts = new SyslogLine(labelled, "qmail"u8, [], cursor.Rest, 1);
            return true;
        }
        if (!stamps.Syslog(ref cursor, out var time))
        {
            // clamd's own log: "Mon Nov 23 00:14:22 2026 -> text".
            if (!stamps.CTime(ref cursor, out time) || !cursor.Skip("-> "u8))
                return false;
            parts = new SyslogLine(time, "clamd"u8, [], cursor.Rest, 1);
            return true;
        }
        // A daemon that writes a log of its own leaves the host out; a host's name ends in no colon.
        var start = cursor.Rest;
        if (!cursor.Until((byte)' ', out var host))
            return false;
        var rest = host is [.., (byte)':'] ? start : cursor.Rest;
        // A program's name holds neither blank, colon nor bracket; what follows is the process number and the text.
        var end = rest.IndexOfAny((byte)'[', (byte)':', (byte)' ');
        if (end <= 0)
            return false;
        var program = rest[..end];
        ReadOnlySpan<byte> process = [];
        if (rest[end] == '[')
        {
            var close = rest[end..].IndexOf((byte)']');
            if (close < 0)
                return false;
            process = rest[(end + 1)..(end + close)];
            end += close + 1;
        }
        // ProFTPD's own log has no colon here: "proftpd[89] host (peer): text".
        if (end < rest.Length && rest[end] == ':')
            end++;
        if (end < rest.Length && rest[end] == ' ')
            end++;
        var text = new LineCursor(rest[end..]);
        // Solaris and some gateways put "[ID 800047 auth.info] " before the text.
        if (text.Skip("[ID "u8) && !text.Until("] "u8, out _))
            return false;
        rest = text.Rest;
        if (text.Skip("message repeated "u8) && text.Number(out var times) && text.Skip(" times: ["u8) && text.Rest is [.., (byte)']'])
            parts = new SyslogLine(time, program, process, text.Rest[..^1].TrimStart((byte)' '), (int)Math.Min(times, MostRepetitions));
        else
            parts = new SyslogLine(time, program, process, rest, 1);
        return true;
    }
}
