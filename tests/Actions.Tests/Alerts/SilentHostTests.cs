using Metrics.Actions.Alerts;
using Metrics.Actions.Incidents;
using Metrics.Actions.Mail;
using Metrics.Actions.Outbox;
using Metrics.Actions.Rules;
using Metrics.Actions.Tests.Mail;
using Metrics.Actions.Tests.Rules;
using Metrics.RrdStore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Actions.Tests.Alerts;

/// <summary>A whole host falls silent: from its series to what a real SMTP server takes. That it was not there before is no silence.</summary>
public sealed class SilentHostTests : IDisposable
{
    private const int Series = 100;

    private readonly RuleStore store = new();
    private readonly FakeTimeProvider time = new();

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task A_hundred_series_that_vanish_are_one_mail_and_their_return_another()
    {
        await using var sink = new SmtpSink();
        using var file = ActionsDatabase.Open(store["data"]);
        var settings = new AlertSettings(new AlertOptions
        {
            Rules = [new Rule("silent") { Text = "web2: * is silent", Critical = RuleExpression.Parse("nodata(web2.*, 1m)") }],
            Receivers = [new Receiver("anna") { Mail = ["anna@example.net"] }],
            Mail = new MailOptions { Hosts = ["127.0.0.1"], Port = sink.Port, Tls = TlsMode.None, From = "m@example.net" },
            Server = "test",
            Zone = TimeZoneInfo.Utc,
            Step = TimeSpan.FromSeconds(RuleStore.Step),
        });
        var (outbox, incidents) = (new OutboxTable(file, time), new IncidentTable(file, time));
        using var service = new ActionsService(
            store.Store, settings, incidents, new Announcer(settings, incidents, new NoticeTable(file, outbox), new Pages(), time), time, NullLogger<ActionsService>.Instance);
        var delivery = new OutboxDelivery(outbox, [new MailChannel(settings)], time, NullLogger<OutboxDelivery>.Instance);
        var series = Enumerable.Range(0, Series).Select(i => store.Define($"web2.s{i:000}")).ToList();

        // A few minutes in which it speaks, is silent, and speaks again.
        for (var look = 0; look < 40; look++)
        {
            var at = RuleStore.Start + look * RuleStore.Step;
            if (look is < 10 or >= 25)
                store.Store.Append([.. series.Select(one => Reading.Of(one.Id, at * 1_000_000, 1))]);
            time.AdjustTime(DateTimeOffset.FromUnixTimeSeconds(at));
            service.Look();
            await delivery.RunAsync(TestContext.Current.CancellationToken);
        }

        var mails = sink.Mails.Select(one => one.Mail).ToList();
        Assert.Equal([$"{Series} critical: web2: s099 is silent and 99 more (test)", $"{Series} over: web2: s099 is silent and 99 more (test)"], mails.Select(mail => mail.Subject));
        for (var i = 0; i < Series; i++)
            Assert.Contains($"Critical: web2: s{i:000} is silent", mails[0].TextBody, StringComparison.Ordinal);
        Assert.Contains("after 1 min", mails[1].TextBody, StringComparison.Ordinal);
        Assert.InRange(mails[0].HtmlBody!.Length, 1_000, 40_000);
    }

    private sealed class Pages : IAlertPages
    {
        public string Page => "https://stats.example/alerts";

        public MailFigure? Graph(Incident incident, string name) => null;

        public string Acknowledge(Incident incident) => $"https://stats.example/alerts/acknowledge/{incident.Id}";
    }
}
