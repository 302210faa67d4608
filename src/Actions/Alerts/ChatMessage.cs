using System.Text;
using System.Text.Json.Nodes;
using Metrics.Actions.Mail;

namespace Metrics.Actions.Alerts;

/// <summary>What chat services take. Titles and lines of logs come from outside: they are text there, too, and call nobody, format nothing and link nowhere.</summary>
public static class ChatMessage
{
    private const int MostLines = 10;

    /// <summary>What the services take, a little below: characters; of ntfy bytes.</summary>
    private const int Long = 3_800, DiscordLength = 1_900;

    private const string Markdown = @"\`*_[]()#~|>";

    /// <summary>A message in the form of a service.</summary>
    /// <param name="form">The form.</param>
    /// <param name="address">Where it goes; it names the chat or topic of some.</param>
    /// <param name="document">What it tells.</param>
    internal static byte[] Of(WebhookForm form, string address, AlertDocument document)
    {
        var isCritical = document.Incidents.Any(incident => incident is { Level: "critical", Ended: null });
        JsonObject message = form switch
        {
            // https://docs.slack.dev/messaging/formatting-message-text: three characters are escaped, the rest is no markup without mrkdwn.
            WebhookForm.Slack => new() { ["text"] = Text(document, Long, Html), ["mrkdwn"] = false },
            WebhookForm.Mattermost => new() { ["text"] = Text(document, Long, rune => rune.Value == '@' ? "@\u200B" : Escaped(rune)) },
            // https://discord.com/developers/docs/resources/webhook: at most 2,000 characters; flag 4 shows no previews of links.
            WebhookForm.Discord => new()
            {
                ["content"] = Text(document, DiscordLength, Escaped),
                ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray() },
                ["flags"] = 4,
            },
            // https://core.telegram.org/bots/api#sendmessage: plain text without parse_mode, at most 4,096 characters.
            WebhookForm.Telegram => new()
            {
                ["chat_id"] = ChatOf(address),
                ["text"] = Text(document, Long, Plain),
                ["link_preview_options"] = new JsonObject { ["is_disabled"] = true },
            },
            WebhookForm.Teams => Card(document, isCritical),
            // https://docs.ntfy.sh/publish/#publish-as-json: more than 4,096 bytes become an attachment.
            _ => new()
            {
                ["topic"] = TopicOf(address),
                ["title"] = Cut(Title(document), Long / 10, Plain),
                ["message"] = Text(document, Long / 4, Plain),
                ["priority"] = isCritical ? 5 : 3,
            },
        };
        if (form == WebhookForm.Ntfy && document.Link.Length > 0)
            message["click"] = document.Link;
        return Encoding.UTF8.GetBytes(message.ToJsonString());
    }

    /// <summary>The chat of an address of Telegram; null when it has none.</summary>
    public static string? ChatOf(string address) => new Uri(address).Query.TrimStart('?').Split('&').Select(part => part.Split('=', 2))
        .Where(part => part is ["chat_id", { Length: > 0 }]).Select(part => Uri.UnescapeDataString(part[1])).FirstOrDefault();

    /// <summary>The topic of an address of ntfy; empty when it has none.</summary>
    public static string TopicOf(string address) => Uri.UnescapeDataString(new Uri(address).Segments[^1].Trim('/'));

    // An adaptive card in the envelope that workflows take; runs of text are never read as Markdown.
    private static JsonObject Card(AlertDocument document, bool isCritical)
    {
        JsonObject Line(string text, bool isTitle) => new()
        {
            ["type"] = "RichTextBlock",
            ["inlines"] = new JsonArray(new JsonObject
            {
                ["type"] = "TextRun",
                ["text"] = Cut(text, Long / 10, Plain),
                ["weight"] = isTitle ? "Bolder" : "Default",
                ["color"] = isTitle && isCritical ? "Attention" : "Default",
            }),
        };
        var card = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.2",
            ["body"] = new JsonArray([.. Lines(document).Select((line, at) => Line(line, at == 0))]),
        };
        if (document.Link.Length > 0)
            card["actions"] = new JsonArray(new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = "Alerts", ["url"] = document.Link });
        return new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = "application/vnd.microsoft.card.adaptive", ["content"] = card }),
        };
    }

    private static string Text(AlertDocument document, int longest, Func<Rune, string> escape)
    {
        var link = document.Link.Length > 0 ? $"\n{document.Link}" : "";
        return Cut(string.Join('\n', Lines(document)), longest - link.Length, escape) + link;
    }

    private static string Title(AlertDocument document) => MailText.Printable($"{document.Server}: {document.Text}");

    private static IEnumerable<string> Lines(AlertDocument document)
    {
        yield return Title(document);
        if (document.Incidents.Count < 2)
            yield break;
        foreach (var incident in document.Incidents.Take(MostLines))
            yield return MailText.Printable(incident.Text);
        if (document.Incidents.Count > MostLines)
            yield return $"and {document.Incidents.Count - MostLines} more";
    }

    /// <summary>A text with what would mean something made harmless, as much of it as there is room for.</summary>
    private static string Cut(string text, int longest, Func<Rune, string> escape)
    {
        var cut = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var escaped = escape(rune);
            if (cut.Length + escaped.Length >= longest)
                return cut.Append('…').ToString();
            cut.Append(escaped);
        }
        return cut.ToString();
    }

    private static string Plain(Rune rune) => rune.ToString();

    private static string Html(Rune rune) => rune.Value switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", _ => rune.ToString() };

    private static string Escaped(Rune rune) => rune.IsAscii && Markdown.Contains((char)rune.Value) ? $"\\{rune}" : rune.ToString();
}
