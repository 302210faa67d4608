using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>ClamAV: its milter, which names the recipient (<c>Message from &lt;…&gt; to &lt;…&gt; infected by NAME</c>; clamav-milter.conf(5), LogInfected), and clamd,
/// in the system log or a log of its own, for what filters send it over a connection (<c>instream(127.0.0.1@52106): NAME FOUND</c>).</summary>
/// <remarks>Files that clamd is told by their names are not mail, or are that of Amavis, which says so itself.</remarks>
internal sealed class ClamAv : ISyslogProgram
{
    /// <inheritdoc/>
    public bool Owns(ReadOnlySpan<byte> program) => program.SequenceEqual("clamd"u8) || program.SequenceEqual("clamav-milter"u8);

    /// <inheritdoc/>
    public LineOutcome Read(in SyslogLine line, ILogEvents events)
    {
        var cursor = new LineCursor(line.Text);
        ReadOnlySpan<byte> recipient = [];
        var clean = false;
        if (line.Program.SequenceEqual("clamd"u8))
        {
            if (!(cursor.Rest.StartsWith("instream("u8) || cursor.Rest.StartsWith("stream("u8)) || !cursor.Rest.EndsWith(" FOUND"u8))
                return LineOutcome.Ignored;
        }
        else
        {
            clean = cursor.Skip("Clean message "u8);
            if (!clean && (!cursor.Skip("Message "u8) || cursor.Rest.LastIndexOf(" infected by "u8) < 0))
                return LineOutcome.Ignored;
            if (cursor.Until("from "u8, out _) && cursor.Address(out _) && cursor.Skip(" to "u8) && cursor.Address(out var named))
                recipient = named;
        }
        events.Judged(new MailVerdict { UnixSeconds = line.UnixSeconds, Finding = clean ? MailFinding.Clean : MailFinding.Virus, Recipient = recipient });
        return LineOutcome.Counted;
    }
}
