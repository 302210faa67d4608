using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Metrics.Actions.Tests.Alerts;

/// <summary>A chat service on loopback: it takes a message as the documentation of the real one says, answers as that one does, and refuses everything else.</summary>
/// <remarks>The services: docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, developers.mattermost.com/integrate/webhooks/incoming,
/// discord.com/developers/docs/resources/webhook#execute-webhook, core.telegram.org/bots/api#sendmessage,
/// learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using, docs.ntfy.sh/publish/#publish-as-json.</remarks>
internal sealed partial class ChatService : IDisposable
{
    private readonly HttpListener listener;
    private readonly Func<JsonElement, bool> takes;
    private readonly (string Path, int Answer) service;
    private readonly Task serving;

    /// <summary>Starts it.</summary>
    /// <param name="name">Which service it is.</param>
    public ChatService(string name)
    {
        (service, takes) = name switch
        {
            "slack" => (("/services/T000/B000/XXXX", 200), IsSlack),
            "mattermost" => (("/hooks/xxxx", 200), IsMattermost),
            "discord" => (("/api/webhooks/1234/xxxx", 204), IsDiscord),
            "telegram" => (("/bot1234:xxxx/sendMessage", 200), IsTelegram),
            "teams" => (("/workflows/xxxx", 202), IsTeams),
            _ => (("/", 200), (Func<JsonElement, bool>)IsNtfy),
        };
        (listener, var port) = Listen();
        Address = $"http://127.0.0.1:{port}" + name switch { "telegram" => service.Path + "?chat_id=-100123", "ntfy" => "/a-name-that-nobody-guesses", _ => service.Path };
        serving = ServeAsync();
    }

    /// <summary>What a configuration names.</summary>
    public string Address { get; }

    public void Dispose()
    {
        listener.Stop();
        serving.Wait();
        ((IDisposable)listener).Dispose();
    }

    // A free port may be somebody else's by the time that it is listened to.
    private static (HttpListener, int) Listen()
    {
        for (var tries = 1; ; tries++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
            try
            {
                listener.Start();
                return (listener, port);
            }
            catch (HttpListenerException) when (tries < 20)
            {
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                context.Response.StatusCode = await AnswerAsync(context.Request);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or InvalidOperationException)
        {
            // It has ended.
        }
    }

    private async Task<int> AnswerAsync(HttpListenerRequest request)
    {
        if (request.HttpMethod != "POST" || request.Url!.AbsolutePath != service.Path)
            return 404;
        if (request.ContentType != "application/json; charset=utf-8")
            return 415;
        try
        {
            using var document = await JsonDocument.ParseAsync(request.InputStream);
            return takes(document.RootElement) ? service.Answer : 400;
        }
        catch (JsonException)
        {
            return 400;
        }
    }

    private static bool IsSlack(JsonElement message) => Has(message, "text", "mrkdwn") && IsText(message, "text", 40_000) && IsBool(message, "mrkdwn");

    private static bool IsMattermost(JsonElement message) => Has(message, "text") && IsText(message, "text", 16_383);

    private static bool IsDiscord(JsonElement message) =>
        Has(message, "content", "allowed_mentions", "flags") && IsText(message, "content", 2_000)
        && message.GetProperty("allowed_mentions").GetProperty("parse").EnumerateArray().All(one => one.GetString() is "roles" or "users" or "everyone")
        && message.GetProperty("flags").TryGetInt32(out var flags) && (flags & ~(1 << 2 | 1 << 12)) == 0;

    private static bool IsTelegram(JsonElement message) =>
        Has(message, "chat_id", "text", "link_preview_options") && message.GetProperty("chat_id").GetString() == "-100123" && IsText(message, "text", 4_096)
        && message.GetProperty("link_preview_options") is var options && Has(options, "is_disabled") && IsBool(options, "is_disabled");

    // At most 28 KB; a card of a version that Teams knows, of blocks and actions that this version has.
    private static bool IsTeams(JsonElement message) =>
        Has(message, "type", "attachments") && message.GetProperty("type").GetString() == "message" && Encoding.UTF8.GetByteCount(message.GetRawText()) < 28_000
        && message.GetProperty("attachments").EnumerateArray().All(attachment => attachment.GetProperty("contentType").GetString() == "application/vnd.microsoft.card.adaptive"
            && attachment.GetProperty("content") is var card && Has(card, "$schema", "type", "version", "body", "actions")
            && card.GetProperty("type").GetString() == "AdaptiveCard" && card.GetProperty("version").GetString() == "1.2"
            && card.GetProperty("body").EnumerateArray().All(block => Has(block, "type", "inlines") && block.GetProperty("type").GetString() == "RichTextBlock"
                && block.GetProperty("inlines").EnumerateArray().All(run => Has(run, "type", "text", "weight", "color") && run.GetProperty("type").GetString() == "TextRun" && IsText(run, "text", 28_000)
                    && run.GetProperty("weight").GetString() is "Default" or "Lighter" or "Bolder" && run.GetProperty("color").GetString() is "Default" or "Attention"))
            && card.GetProperty("actions").EnumerateArray().All(action => Has(action, "type", "title", "url") && action.GetProperty("type").GetString() == "Action.OpenUrl" && IsLink(action, "url")));

    // Posted to the root of the server: at the address of a topic it would be the text of a message.
    private static bool IsNtfy(JsonElement message) =>
        Has(message, "topic", "title", "message", "priority", "click") && Topic().IsMatch(message.GetProperty("topic").GetString()!) && IsText(message, "title", 4_096)
        && IsText(message, "message", 4_096) && Encoding.UTF8.GetByteCount(message.GetProperty("message").GetString()!) <= 4_096
        && message.GetProperty("priority").TryGetInt32(out var priority) && priority is >= 1 and <= 5 && IsLink(message, "click");

    // All of these, and no others.
    private static bool Has(JsonElement element, params string[] names) =>
        element.ValueKind == JsonValueKind.Object && element.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal).SequenceEqual(names.Order(StringComparer.Ordinal));

    private static bool IsText(JsonElement element, string name, int longest) => element.GetProperty(name).GetString() is { Length: > 0 } text && text.Length <= longest;

    private static bool IsBool(JsonElement element, string name) => element.GetProperty(name).ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static bool IsLink(JsonElement element, string name) => Uri.TryCreate(element.GetProperty(name).GetString(), UriKind.Absolute, out var link) && link.Scheme == "https";

    [GeneratedRegex("^[-_A-Za-z0-9]{1,64}$")]
    private static partial Regex Topic();
}
