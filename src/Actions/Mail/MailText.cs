using System.Globalization;
using System.Text;
using MimeKit;

namespace Metrics.Actions.Mail;

/// <summary>Makes mails: a text that reads well, the same as HTML, and pictures inside of it.</summary>
public static class MailText
{
    private const int LongestSubject = 200;

    /// <summary>Makes a mail.</summary>
    /// <param name="options">Who it is from.</param>
    /// <param name="to">Whom it is for.</param>
    /// <param name="id">What the mail is: the same gives the same Message-ID, so that receivers see when one comes twice.</param>
    /// <param name="at">Its date.</param>
    /// <param name="letter">What it says.</param>
    public static MimeMessage Make(MailOptions options, string to, string id, DateTimeOffset at, MailLetter letter)
    {
        var mail = new MimeMessage();
        var sender = MailboxAddress.Parse(options.From);
        var domain = sender.Domain.Length > 0 ? sender.Domain : "localhost";
        mail.From.Add(sender);
        mail.To.Add(MailboxAddress.Parse(to));
        mail.Subject = Printable(letter.Subject.Length > LongestSubject ? letter.Subject[..LongestSubject] : letter.Subject);
        mail.Date = at;
        mail.MessageId = $"{Digest(id + "\n" + to)}@{domain}";
        // RFC 3834: no holiday notes back.
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        if (letter.Thread.Length > 0)
            mail.References.Add($"{Digest(letter.Thread)}@{domain}");
        var body = new BodyBuilder { TextBody = letter.Text };
        if (letter.Html.Length > 0)
        {
            body.HtmlBody = letter.Html;
            foreach (var picture in letter.Pictures)
            {
                var part = body.LinkedResources.Add($"{picture.Name}.png", picture.Png, new ContentType("image", "png"));
                part.ContentId = $"{picture.Name}@{domain}";
                body.HtmlBody = body.HtmlBody.Replace($"cid:{picture.Name}\"", $"cid:{part.ContentId}\"", StringComparison.Ordinal);
            }
        }
        mail.Body = body.ToMessageBody();
        mail.Prepare(EncodingConstraint.SevenBit);
        return mail;
    }

    /// <summary>A mail as the outbox keeps it.</summary>
    public static byte[] Bytes(MimeMessage mail)
    {
        using var stream = new MemoryStream();
        mail.WriteTo(stream);
        return stream.ToArray();
    }

    /// <summary>Names and labels come from outside: without what is not printed, and what turns the direction of writing.</summary>
    internal static string Printable(string text) => string.Concat(text.Select(c => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? ' ' : c));

    private static string Digest(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
