using Metrics.Analyzers.Stamps;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>A line of a system log in its parts: <c>Nov 23 00:11:48 web01 postfix/smtpd[306]: text</c>; or one with a label of multilog, which has no program and is
/// taken for qmail's; or one of clamd's own log.</summary>
internal ref struct SyslogLine
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

    /// <summary>What the program is to who reads it, see <see cref="ISyslogProgram.Part"/>.</summary>
    public int Part { get; set; }

    /// <summary>What.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>How often: 1, or what "message repeated 3 times: [ text]" says.</summary>
    public int Times { get; }

    /// <summary>Takes a line apart; false when it is none of a system log.</summary>
    public static bool Read(ReadOnlySpan<byte> line, StampReader stamps, out SyslogLine parts)
    {
        var cursor = new LineCursor(line);
        if (!stamps.Syslog(ref cursor, out var time))
            return OfOneDaemon(line, stamps, out parts);
        // A daemon that writes a log of its own leaves the host out; a host's name ends in no colon.
        var rest = cursor.Rest;
        var blank = LineCursor.Near(rest, (byte)' ');
        if (blank > 0 && rest[blank - 1] != ':')
            rest = rest[(blank + 1)..];
        // A program's name holds neither blank, colon nor bracket; what follows is the process number and the text.
        var end = LineCursor.Near(rest, (byte)'[', (byte)':', (byte)' ');
        var close = end > 0 && rest[end] == '[' ? LineCursor.Near(rest[end..], (byte)']') : 0;
        if (blank < 0 || end <= 0 || close < 0)
        {
            parts = default;
            return false;
        }
        var program = rest[..end];
        ReadOnlySpan<byte> process = [];
        if (close > 0)
        {
            process = rest[(end + 1)..(end + close)];
            end += close + 1;
        }
        // ProFTPD's own log has no colon here: "proftpd[89] host (peer): text".
        if (end < rest.Length && rest[end] == ':')
            end++;
        if (end < rest.Length && rest[end] == ' ')
            end++;
        var text = rest[end..];
        var times = 1;
        if (text is [(byte)'[' or (byte)'m', ..])
            text = Unwrap(text, out times);
        parts = new SyslogLine(time, program, process, text, times);
        return true;
    }

    // "[ID 800047 auth.info] text", as Solaris and some gateways write it; "message repeated 3 times: [ text]".
    private static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> text, out int times)
    {
        var cursor = new LineCursor(text);
        if (cursor.Skip("[ID "u8) && cursor.Until("] "u8, out _))
            text = cursor.Rest;
        times = 1;
        if (!cursor.Skip("message repeated "u8) || !cursor.Number(out var repeated) || !cursor.Skip(" times: ["u8) || cursor.Rest is not [.., (byte)']'])
            return text;
        times = (int)Math.Min(repeated, MostRepetitions);
        return cursor.Rest[..^1].TrimStart((byte)' ');
    }

    // "@4000000065f1c2a52d3b1f3c text" of multilog, "Mon Nov 23 00:14:22 2026 -> text" of clamd.
    private static bool OfOneDaemon(ReadOnlySpan<byte> line, StampReader stamps, out SyslogLine parts)
    {
        var cursor = new LineCursor(line);
        if (StampReader.Tai64N(ref cursor, out var time))
            parts = new SyslogLine(time, "qmail"u8, [], cursor.Rest, 1);
        else if (stamps.CTime(ref cursor, out time) && cursor.Skip("-> "u8))
            parts = new SyslogLine(time, "clamd"u8, [], cursor.Rest, 1);
        else
            parts = default;
        return !parts.Program.IsEmpty;
    }
}
