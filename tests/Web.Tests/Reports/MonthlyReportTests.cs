using Metrics.Actions;
using Metrics.Actions.Mail;
using Metrics.Actions.Outbox;
using Metrics.Analyzers.Usage;
using Metrics.Web.Configuration;
using Metrics.Web.Reports;
using Metrics.Web.Tests.Domains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Metrics.Web.Tests.Reports;

public sealed class MonthlyReportTests(DomainServer server) : IClassFixture<DomainServer>, IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly FakeTimeProvider time = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("2026-03-31T23:59:00+02:00", 0)]
    [InlineData("2026-04-01T00:59:00+02:00", 0)]
    [InlineData("2026-04-01T01:00:00+02:00", 2)]
    [InlineData("2026-04-07T23:00:00+02:00", 2)]
    [InlineData("2026-04-08T00:00:00+02:00", 0)]
    [InlineData("2026-05-01T02:00:00+02:00", 0)]
    public void A_month_is_reported_when_it_has_ended(string now, int mails) => Assert.Equal(mails, Run(now).Count);

    [Fact]
    public void Each_receiver_gets_a_month_once_over_restarts_and_runs()
    {
        Assert.Equal(["anna@example.net", "bob@example.net"], Run("2026-04-01T02:00:00+02:00").Select(entry => entry.Target).Order());
        Assert.Equal(2, Run("2026-04-01T03:00:00+02:00").Count);
        Assert.Equal(2, Run("2026-04-02T03:00:00+02:00").Count);
    }

    [Fact]
    public async Task It_reads_well_as_text_and_has_its_figures_inside()
    {
        await using var sink = new Actions.Tests.Mail.SmtpSink();
        Run("2026-04-01T02:00:00+02:00");
        using var file = ActionsDatabase.Open(directory.Path);
        var delivery = new OutboxDelivery(
            new OutboxTable(file, time), [new MailSender(new MailOptions { Hosts = ["127.0.0.1"], Port = sink.Port, Tls = TlsMode.None, From = "m@example.net" })], time,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<OutboxDelivery>.Instance);

        await delivery.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, sink.Mails.Count);
        var mail = sink.Mails.First().Mail;
        Assert.Equal("a.example, March 2026", mail.Subject);
        var text = mail.TextBody!.ReplaceLineEndings("\n");
        Assert.StartsWith("Mail\n----\n", text, StringComparison.Ordinal);
        Assert.Contains("\n  Delivered", text, StringComparison.Ordinal);
        Assert.Contains("Messages per day, Sun 1 Mar 2026 to Tue 31 Mar 2026.", text, StringComparison.Ordinal);
        Assert.Contains("https://stats.example/m/d/a.example/2026-03\n", text, StringComparison.Ordinal);
        Assert.Contains("anna@a.example", text, StringComparison.Ordinal);
        // A mailbox of the log is named like markup.
        Assert.DoesNotContain("<b>", mail.HtmlBody, StringComparison.Ordinal);
        var pictures = mail.BodyParts.OfType<MimePart>().Where(part => part.ContentType.MimeType == "image/png").ToList();
        Assert.Equal(4, pictures.Count);
        foreach (var picture in pictures)
        {
            Assert.Contains($"\"cid:{picture.ContentId}\"", mail.HtmlBody, StringComparison.Ordinal);
            using var bytes = new MemoryStream();
            await picture.Content!.DecodeToAsync(bytes, TestContext.Current.CancellationToken);
            Assert.Equal((byte[])[0x89, 0x50, 0x4E, 0x47], bytes.ToArray()[..4]);
        }
    }

    /// <summary>What is in the outbox after a run of a new process.</summary>
    private IReadOnlyList<OutboxEntry> Run(string now)
    {
        time.SetUtcNow(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        var settings = new MetricsSettings { Reports = [new ReportTemplate("a") { Domains = ["a.example", "none.example"], To = ["anna@example.net", "bob@example.net"] }] };
        settings.Server.TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        (settings.Mail.From, settings.Mail.Link) = ("m@example.net", "https://stats.example/m");
        using var file = ActionsDatabase.Open(directory.Path);
        var outbox = new OutboxTable(file, time);
        new MonthlyReports(settings, server.Services.GetRequiredService<UsageReader>(), outbox, time).Run();
        return outbox.Newest(10);
    }
}
