using System.Collections.Immutable;

namespace Metrics.Actions.Mail;

/// <summary>What a mail says.</summary>
/// <param name="Subject">Its subject.</param>
/// <param name="Text">All of it as plain text.</param>
/// <param name="Html">All of it as HTML, its texts escaped; empty: there is none. A picture is <c>&lt;img src="cid:NAME"&gt;</c>.</param>
/// <param name="Pictures">The pictures.</param>
public sealed record MailLetter(string Subject, string Text, string Html, ImmutableArray<MailPicture> Pictures)
{
    /// <summary>What mails of one conversation share, so that programs show them together; empty: it stands alone.</summary>
    public string Thread { get; init; } = "";
}
