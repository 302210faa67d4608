using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>Two daemons called spamd. SpamAssassin's says what a message is (spamd(1)): <c>spamd: result: Y 22 - TESTS scantime=…</c>, Y for spam and a full stop
/// for none. OpenBSD's holds up clients on its lists and puts off those it does not know (spamd(8)): <c>192.0.2.7: disconnected after 360 seconds. lists: …</c>,
/// <c>(GREY) 192.0.2.7: &lt;a@b.example&gt; -&gt; &lt;c@example.org&gt;</c>.</summary>
/// <remarks>SpamAssassin knows neither the client nor the recipient.</remarks>
internal sealed class Spamd : ISyslogProgram
{
    /// <inheritdoc/>
    public bool Owns(ReadOnlySpan<byte> program) => program.SequenceEqual("spamd"u8);

    /// <inheritdoc/>
    public LineOutcome Read(in SyslogLine line, ILogEvents events)
    {
        var cursor = new LineCursor(line.Text);
        if (cursor.Skip("spamd: "u8))
        {
            if (!cursor.Skip("result: "u8))
                return LineOutcome.Ignored;
            events.Judged(new MailVerdict { UnixSeconds = line.UnixSeconds, Finding = cursor.Rest is [(byte)'Y', ..] ? MailFinding.Spam : MailFinding.Clean });
            return LineOutcome.Counted;
        }
        var grey = cursor.Skip("(GREY) "u8);
        if (!cursor.Until(": "u8, out var client) || client.IndexOf((byte)' ') >= 0)
            return LineOutcome.Ignored;
        if (grey)
        {
            if (!cursor.Address(out _) || !cursor.Skip(" -> "u8) || !cursor.Address(out var recipient))
                return LineOutcome.Unknown;
            events.Judged(new MailVerdict { UnixSeconds = line.UnixSeconds, Finding = MailFinding.Greylisted, Client = client, Recipient = recipient });
            return LineOutcome.Counted;
        }
        // Without lists it was only put off.
        if (!cursor.Skip("disconnected after "u8) || !cursor.Until(" seconds."u8, out _) || !cursor.Skip(" lists:"u8))
            return LineOutcome.Ignored;
        events.Rejected(new MailRejection { UnixSeconds = line.UnixSeconds, Reason = RejectReason.Tarpit, Client = client });
        return LineOutcome.Counted;
    }
}
