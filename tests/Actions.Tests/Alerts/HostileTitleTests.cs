using System.Text.Json;
using Metrics.Actions.Alerts;
using Metrics.Actions.Incidents;
using Metrics.Actions.Mail;
using Metrics.Actions.Rules;
using MimeKit;

namespace Metrics.Actions.Tests.Alerts;

/// <summary>Names from outside stay names in everything that is told.</summary>
public class HostileTitleTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

    [Theory]
    [InlineData("disk\r\nBcc: all@example.net\r\n\r\nbody")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("=?utf-8?B?QmNjOiBhbGxAZXhhbXBsZS5uZXQ=?=")]
    [InlineData("\0\u001b[2J\u202Egnp.exe\uD800")]
    [InlineData("$(reboot) `reboot` ; reboot | reboot")]
    [InlineData("{\"text\":\"\",\"x\":[")]
    public void A_name_is_only_a_name(string name)
    {
        var incident = new Incident(7, "disk", name, $"Disk {name} is full", [name], RuleLevel.Critical, RuleLevel.Critical, 99, Now, null) { Details = [name] };
        Notice[] notices = [new(incident, NoticeKind.Raised)];

        var letter = AlertLetter.Of(notices, "test", new Pages(), TimeZoneInfo.Utc, Now).ToLetter();
        using var made = MailText.Make(new MailOptions { From = "m@example.net" }, "anna@example.net", "1", Now, letter);
        using var mail = MimeMessage.Load(new MemoryStream(MailText.Bytes(made)), TestContext.Current.CancellationToken);
        Assert.Equal(["anna@example.net"], mail.GetRecipients().Select(one => one.Address));
        Assert.Empty(mail.Bcc);
        Assert.DoesNotContain(mail.Headers, header => header.Field.Equals("Bcc", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("<script", mail.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", mail.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(mail.Subject + mail.TextBody + mail.HtmlBody, c => c is '\u001b' or '\u202E' or '\0');

        using var document = JsonDocument.Parse(AlertDocument.Of(notices, "test", "", Now).ToJson());
        Assert.Equal(["version", "server", "text", "link", "incidents"], document.RootElement.EnumerateObject().Select(one => one.Name));
        var told = Assert.Single(document.RootElement.GetProperty("incidents").EnumerateArray());
        Assert.Equal("disk", told.GetProperty("rule").GetString());
    }

    private sealed class Pages : IAlertPages
    {
        public string Page => "https://stats.example/alerts";

        public MailFigure? Graph(Incident incident, string name) => null;

        public string Acknowledge(Incident incident) => "https://stats.example/alerts/acknowledge/x";
    }
}
