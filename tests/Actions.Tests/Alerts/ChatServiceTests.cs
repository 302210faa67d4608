using Metrics.Actions.Alerts;
using Metrics.Actions.Incidents;
using Metrics.Actions.Mail;
using Metrics.Actions.Outbox;
using Metrics.Actions.Rules;

namespace Metrics.Actions.Tests.Alerts;

/// <summary>From the incident to the answer of the service, over HTTP.</summary>
public sealed class ChatServiceTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

    [Theory, InlineData("slack"), InlineData("mattermost"), InlineData("discord"), InlineData("telegram"), InlineData("teams"), InlineData("ntfy")]
    public async Task A_service_takes_what_is_posted_to_it_and_refuses_what_is_not_of_its_form(string name)
    {
        using var service = new ChatService(name);
        var receiver = new Receiver("chat") { Form = Enum.Parse<WebhookForm>(name, ignoreCase: true), Webhook = service.Address };
        using var channel = new WebhookChannel(new AlertSettings(new AlertOptions { Rules = [], Receivers = [receiver], Mail = new MailOptions(), Server = "web1", Zone = TimeZoneInfo.Utc, Step = TimeSpan.FromSeconds(10) }), TimeProvider.System);

        foreach (var (count, title) in (IEnumerable<(int, string)>)[(1, "Load is high"), (12, "<!channel> @all **x** \"\\\r\n"), (200, string.Concat(Enumerable.Repeat("\U0001F525", 300)))])
        {
            var taken = await SendAsync(Document(count, title).For(receiver));
            Assert.True(taken.Accepted, $"{count} of \"{title}\": {taken.Answer}");
        }
        Assert.StartsWith("400 ", (await SendAsync(Document(1, "Load is high").ToJson())).Answer, StringComparison.Ordinal);
        Assert.StartsWith("400 ", (await SendAsync("{\"text\":\"cut"u8.ToArray())).Answer, StringComparison.Ordinal);

        Task<Delivery> SendAsync(byte[] content) => channel.SendAsync(new OutboxMessage("key", WebhookChannel.Name, "chat", "title", content), TestContext.Current.CancellationToken);
    }

    private static AlertDocument Document(int count, string title)
    {
        var incident = new Incident(7, "load", "", title, ["load.1m"], RuleLevel.Critical, RuleLevel.Critical, 99, Now, null);
        return AlertDocument.Of([.. Enumerable.Repeat(new Notice(incident, NoticeKind.Raised), count)], "web1", "https://stats.example/alerts", Now);
    }
}
