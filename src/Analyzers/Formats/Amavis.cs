using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>Amavis' line for each message (README.customize, <c>$log_templ</c> as it comes): <c>(18034-02) Blocked INFECTED (Eicar) {…}, [192.0.2.7]:4711
/// [198.51.100.8] &lt;a@b.example&gt; -&gt; &lt;c@example.org&gt;, …</c>.</summary>
/// <remarks>The first address in brackets is the client's; the second is what the message's own header says.</remarks>
internal sealed class Amavis : ISyslogProgram
{
    /// <inheritdoc/>
    public bool Owns(ReadOnlySpan<byte> program) => program.SequenceEqual("amavis"u8) || program.SequenceEqual("amavisd"u8);

    /// <inheritdoc/>
    public LineOutcome Read(in SyslogLine line, ILogEvents events)
    {
        var cursor = new LineCursor(line.Text);
        if (!cursor.Skip("("u8) || !cursor.Until(") "u8, out _) || !(cursor.Skip("Blocked "u8) || cursor.Skip("Passed "u8)))
            return LineOutcome.Ignored;
        MailFinding finding;
        if (cursor.Skip("INFECTED"u8))
            finding = MailFinding.Virus;
        else if (cursor.Skip("SPAM"u8))
            finding = MailFinding.Spam;
        else if (cursor.Skip("CLEAN"u8))
            finding = MailFinding.Clean;
        else
            return LineOutcome.Ignored;
        ReadOnlySpan<byte> client = [], recipient = [];
        var addresses = cursor.Rest.IndexOf((byte)'<');
        if (addresses < 0)
            return LineOutcome.Unknown;
        var before = new LineCursor(cursor.Rest[..addresses]);
        if (before.Until(", "u8, out _) && before.Until((byte)'[', out _) && before.Until((byte)']', out var address))
            client = address.StartsWith("IPv6:"u8) ? address["IPv6:".Length..] : address;
        cursor = new LineCursor(cursor.Rest[addresses..]);
        if (cursor.Address(out _) && cursor.Skip(" -> "u8) && cursor.Address(out var first))
            recipient = first;
        events.Judged(new MailVerdict { UnixSeconds = line.UnixSeconds, Finding = finding, Client = client, Recipient = recipient });
        return LineOutcome.Counted;
    }
}
