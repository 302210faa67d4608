using System.Collections.Immutable;
using System.Net;
using System.Text;

namespace Metrics.Actions.Mail;

/// <summary>What a mail says, before it is text and HTML: both say the same.</summary>
/// <param name="Subject">Its subject, and the title above it.</param>
/// <param name="Sections">Its parts.</param>
/// <param name="Link">Where there is more; empty: nowhere.</param>
public sealed record MailContent(string Subject, ImmutableArray<MailSection> Sections, string Link)
{
    private const string Font = "font-family:system-ui,-apple-system,'Segoe UI',sans-serif";

    private const string Button = "display:inline-block;padding:8px 14px;border-radius:6px;background:#2a52c4;color:#ffffff;text-decoration:none;font-weight:600";

    /// <summary>What mails of one conversation share.</summary>
    public string Thread { get; init; } = "";

    /// <summary>As a mail.</summary>
    public MailLetter ToLetter() => new(Subject, Text(), Html(),
        [.. Sections.SelectMany(section => section.Figures).Select(figure => new MailPicture(figure.Name, figure.Png))])
    { Thread = Thread };

    private string Text()
    {
        var text = new StringBuilder();
        foreach (var section in Sections)
        {
            if (section.Title.Length > 0)
                text.Append($"{Plain(section.Title)}\n{new string('-', section.Title.Length)}\n\n");
            foreach (var sentence in section.Sentences)
                text.Append($"{Plain(sentence)}\n\n");
            foreach (var line in section.Lines)
                text.Append($"  {Plain(line)}\n");
            if (!section.Lines.IsEmpty)
                text.Append('\n');
            if (section.Link is { } link)
                text.Append($"{Plain(link.Text)}:\n{link.Address}\n\n");
            foreach (var figure in section.Figures)
                text.Append($"{Plain(figure.Alternative)}\n\n");
            foreach (var table in section.Tables)
                Append(text, table);
        }
        if (Link.Length > 0)
            text.Append($"{Link}\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, MailTable table)
    {
        if (table.Title.Length > 0)
            text.Append($"{Plain(table.Title)}:\n");
        var widths = Enumerable.Range(0, table.Rows.Max(row => row.Length)).Select(column => table.Rows.Max(row => column < row.Length ? row[column].Length : 0)).ToArray();
        foreach (var row in table.Rows)
        {
            var cells = row.Select((cell, column) => column == 0 ? Plain(cell).PadRight(widths[0]) : Plain(cell).PadLeft(widths[column]));
            text.Append($"  {string.Join("  ", cells)}".TrimEnd()).Append('\n');
        }
        text.Append('\n');
    }

    private string Html()
    {
        var html = new StringBuilder($"<!DOCTYPE html><html><body style=\"{Font};font-size:15px;line-height:1.45;max-width:680px\"><h1 style=\"font-size:22px\">{Escape(Subject)}</h1>");
        foreach (var section in Sections)
        {
            if (section.Title.Length > 0)
                html.Append($"<h2 style=\"font-size:17px\">{Escape(section.Title)}</h2>");
            foreach (var sentence in section.Sentences)
                html.Append($"<p>{Escape(sentence)}</p>");
            if (!section.Lines.IsEmpty)
                html.Append($"<pre style=\"font-size:13px;white-space:pre-wrap\">{string.Join('\n', section.Lines.Select(Escape))}</pre>");
            if (section.Link is { } link)
                html.Append($"<p><a href=\"{Escape(link.Address)}\" style=\"{Button}\">{Escape(link.Text)}</a></p>");
            foreach (var figure in section.Figures)
                html.Append($"<p><img src=\"cid:{figure.Name}\" width=\"{figure.Width}\" alt=\"{Escape(figure.Alternative)}\" style=\"max-width:100%\"></p>");
            foreach (var table in section.Tables)
            {
                html.Append("<table style=\"border-collapse:collapse;margin:0 0 16px\">");
                if (table.Title.Length > 0)
                    html.Append($"<caption style=\"text-align:left;font-weight:600\">{Escape(table.Title)}</caption>");
                foreach (var row in table.Rows)
                    html.Append("<tr>").AppendJoin("", row.Select((cell, column) => column == 0
                        ? $"<th scope=\"row\" style=\"text-align:left;font-weight:400;padding:2px 16px 2px 0\">{Escape(cell)}</th>"
                        : $"<td style=\"text-align:right;padding:2px 16px 2px 0\">{Escape(cell)}</td>")).Append("</tr>");
                html.Append("</table>");
            }
        }
        if (Link.Length > 0)
            html.Append($"<p><a href=\"{Escape(Link)}\">{Escape(Link)}</a></p>");
        return html.Append("</body></html>").ToString();
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(Plain(text));

    private static string Plain(string text) => MailText.Printable(text);
}
