using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>Rspamd's line for each message, in the system log or in a log of its own (its manual, "Logging", <c>log_format</c> as it comes):
/// <c>&lt;a1b2c3&gt;; task; rspamd_task_write_log: id: &lt;…&gt;, qid: &lt;…&gt;, ip: 192.0.2.7, from: &lt;…&gt;, (default: T (reject): [18.20/15.00] […]), len: …, rcpts: &lt;…&gt;</c>.</summary>
/// <remarks>Message-ID and sender stand on both sides of the address: a line with two of them tells no client.</remarks>
internal sealed class Rspamd : ISyslogProgram
{
    // "<a1b2c3>; task; "
    private const int LongestPrefix = 64;

    /// <inheritdoc/>
    /// <remarks>In its own log the process stands where others have the host, and the name of the task where they have the program.</remarks>
    public bool Owns(ReadOnlySpan<byte> program) => program.SequenceEqual("rspamd"u8) || program is [(byte)'<', .., (byte)'>', (byte)';'];

    /// <inheritdoc/>
    public LineOutcome Read(in SyslogLine line, ILogEvents events)
    {
        var cursor = new LineCursor(line.Text);
        if (!cursor.Until("rspamd_task_write_log: "u8, out var prefix) || prefix.Length > LongestPrefix)
            return LineOutcome.Ignored;
        var text = cursor.Rest;
        if (!cursor.Until("(default: "u8, out var who) || !cursor.Until(" ("u8, out _) || !cursor.Until("): ["u8, out var action))
            return LineOutcome.Unknown;
        if (Finding(action, cursor.Rest) is not { } finding)
            return LineOutcome.Ignored;
        ReadOnlySpan<byte> client = [], recipient = [];
        var address = new LineCursor(who);
        if (address.Until(", ip: "u8, out _) && address.Rest.IndexOf(", ip: "u8) < 0 && address.Until((byte)',', out var ip))
            client = ip;
        if (text.LastIndexOf(", rcpts: <"u8) is >= 0 and var at)
        {
            var recipients = new LineCursor(text[(at + ", rcpts: ".Length)..]);
            if (recipients.Address(out var first))
                recipient = first;
        }
        events.Judged(new MailVerdict { UnixSeconds = line.UnixSeconds, Finding = finding, Client = client, Recipient = recipient });
        return LineOutcome.Counted;
    }

    private static MailFinding? Finding(ReadOnlySpan<byte> action, ReadOnlySpan<byte> symbols)
    {
        if (action.SequenceEqual("no action"u8))
            return MailFinding.Clean;
        if (action.SequenceEqual("greylist"u8) || action.SequenceEqual("soft reject"u8))
            return MailFinding.Greylisted;
        if (action.SequenceEqual("reject"u8) && symbols.IndexOf("CLAM_VIRUS("u8) >= 0)
            return MailFinding.Virus;
        return action.SequenceEqual("reject"u8) || action.SequenceEqual("add header"u8) || action.SequenceEqual("rewrite subject"u8)
            || action.SequenceEqual("quarantine"u8) || action.SequenceEqual("discard"u8)
            ? MailFinding.Spam
            : null;
    }
}
