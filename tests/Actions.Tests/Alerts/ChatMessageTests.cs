using System.Text;
using System.Text.Json;
using Metrics.Actions.Alerts;
using Metrics.Actions.Incidents;
using Metrics.Actions.Rules;

namespace Metrics.Actions.Tests.Alerts;

/// <summary>What the documentation of each chat service says it takes.</summary>
public class ChatMessageTests
{
    private const string Telegram = "https://api.telegram.org/bot1:x/sendMessage?x=1&chat_id=-100123", Ntfy = "https://ntfy.example/a/topic";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

    [Fact]
    public void Each_service_gets_its_fields_and_no_others()
    {
        Assert.Equal("""{"text":"web1: Critical: Load is high\nhttps://stats.example/alerts","mrkdwn":false}""", Json(WebhookForm.Slack, 1));
        Assert.Equal("""{"text":"web1: Critical: Load is high\nhttps://stats.example/alerts"}""", Json(WebhookForm.Mattermost, 1));
        Assert.Equal("""{"content":"web1: Critical: Load is high\nhttps://stats.example/alerts","allowed_mentions":{"parse":[]},"flags":4}""", Json(WebhookForm.Discord, 1));
        Assert.Equal(
            """{"chat_id":"-100123","text":"web1: Critical: Load is high\nhttps://stats.example/alerts","link_preview_options":{"is_disabled":true}}""", Json(WebhookForm.Telegram, 1));
        Assert.Equal(
            """{"topic":"topic","title":"web1: Critical: Load is high","message":"web1: Critical: Load is high\nhttps://stats.example/alerts","priority":5,"click":"https://stats.example/alerts"}""",
            Json(WebhookForm.Ntfy, 1));
        using var teams = JsonDocument.Parse(Json(WebhookForm.Teams, 1));
        Assert.Equal("message", teams.RootElement.GetProperty("type").GetString());
        var attachment = teams.RootElement.GetProperty("attachments")[0];
        Assert.Equal("application/vnd.microsoft.card.adaptive", attachment.GetProperty("contentType").GetString());
        var card = attachment.GetProperty("content");
        Assert.Equal(("AdaptiveCard", "1.2"), (card.GetProperty("type").GetString(), card.GetProperty("version").GetString()));
        Assert.Equal("web1: Critical: Load is high", card.GetProperty("body")[0].GetProperty("inlines")[0].GetProperty("text").GetString());
        Assert.Equal("https://stats.example/alerts", card.GetProperty("actions")[0].GetProperty("url").GetString());
    }

    [Theory]
    [InlineData(WebhookForm.Slack, 4_000)]
    [InlineData(WebhookForm.Mattermost, 4_000)]
    [InlineData(WebhookForm.Discord, 2_000)]
    [InlineData(WebhookForm.Telegram, 4_096)]
    [InlineData(WebhookForm.Ntfy, 4_096)]
    public void Many_incidents_are_a_list_that_is_not_longer_than_the_service_takes(WebhookForm form, int longest)
    {
        using var few = JsonDocument.Parse(Json(form, 12));
        var text = Text(few);
        Assert.Contains("Critical: Load is high", text, StringComparison.Ordinal);
        Assert.Contains("\nand 2 more\n", text, StringComparison.Ordinal);

        using var many = JsonDocument.Parse(Json(form, 12, string.Concat(Enumerable.Repeat("\U0001F525*", 1_000))));
        var cut = Text(many);
        Assert.True((form == WebhookForm.Ntfy ? Encoding.UTF8.GetByteCount(cut) : cut.Length) <= longest);
        Assert.EndsWith("…\nhttps://stats.example/alerts", cut, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', cut);
    }

    [Fact]
    public void Names_from_outside_call_nobody_and_link_nowhere()
    {
        const string name = "<!channel> @everyone @all [x](https://evil.example) *b*\r\n<https://evil.example|x>";

        using var slack = JsonDocument.Parse(Json(WebhookForm.Slack, 1, name));
        Assert.DoesNotContain('<', Text(slack));
        using var mattermost = JsonDocument.Parse(Json(WebhookForm.Mattermost, 1, name));
        Assert.DoesNotContain("@all", Text(mattermost), StringComparison.Ordinal);
        Assert.Contains(@"\[x\]\(https://evil.example\) \*b\*", Text(mattermost), StringComparison.Ordinal);
        using var discord = JsonDocument.Parse(Json(WebhookForm.Discord, 1, name));
        Assert.Contains(@"\[x\]\(", Text(discord), StringComparison.Ordinal);
        Assert.Equal(2, Text(discord).Split('\n').Length);
        Assert.DoesNotContain("parse_mode", Json(WebhookForm.Telegram, 1, name), StringComparison.Ordinal);
        Assert.DoesNotContain("TextBlock\"", Json(WebhookForm.Teams, 1, name).Replace("RichTextBlock", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static string Text(JsonDocument document) => document.RootElement.EnumerateObject().First(one => one.Name is "text" or "content" or "message").Value.GetString()!;

    private static string Json(WebhookForm form, int count, string title = "Load is high")
    {
        var incident = new Incident(7, "load", "", title, ["load.1m"], RuleLevel.Critical, RuleLevel.Critical, 99, Now, null);
        var document = AlertDocument.Of([.. Enumerable.Repeat(new Notice(incident, NoticeKind.Raised), count)], "web1", "https://stats.example/alerts", Now);
        return Encoding.UTF8.GetString(document.For(new Receiver("chat") { Form = form, Webhook = form == WebhookForm.Telegram ? Telegram : Ntfy }));
    }
}
