using System.Net;
using System.Xml.Linq;
using Metrics.Actions.Alerts;
using Metrics.Actions.Incidents;
using Metrics.Analyzers.Sqlite;
using Metrics.Web.Commands;
using Metrics.Web.Configuration;
using Metrics.Web.Tests.Access;
using Metrics.Web.Tests.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Web.Tests.Alerts;

public sealed class AlertPageTests(AlertPageTests.Server server) : IClassFixture<AlertPageTests.Server>
{
    [Fact]
    public async Task Incidents_are_on_the_page_in_the_feed_on_the_badge_and_in_the_api()
    {
        Add("<b>Temperature\uFFFF", ended: null);
        using var browser = server.Open();
        using var signedIn = await browser.SignInAsync(SecuredServer.Administrator);

        var page = await TextAsync(browser, "/alerts");
        Assert.Contains("&lt;b&gt;Temperature", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Temperature", page, StringComparison.Ordinal);
        Assert.Contains("href=\"./g/", page, StringComparison.Ordinal);
        Assert.Contains("disk-full", page, StringComparison.Ordinal);
        var feed = XDocument.Parse(await TextAsync(browser, "/alerts.atom"));
        Assert.Contains(feed.Descendants("{http://www.w3.org/2005/Atom}title"), title => title.Value == "Warning: <b>Temperature\uFFFD");
        Assert.Contains("alerts", await TextAsync(browser, "/badge/alerts.svg"), StringComparison.Ordinal);
        Assert.Contains("\"rule\":\"temperature\"", await TextAsync(browser, "/api/v1/alerts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incident_has_a_page_of_its_own_and_can_be_ended_there()
    {
        var id = Add("<i>Fan", ended: null);
        var database = server.Services.GetRequiredService<SqlFile>();
        database.Write(connection =>
        {
            connection.Run("INSERT INTO transition (rule, subject, at, before, after, level, value) VALUES ('temperature', '', $at, 'Ok', 'Firing', 1, 90.5)",
                ("$at", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 60));
            connection.Run("INSERT INTO outbox (key, way, target, title, content, created, expires, due, answer) VALUES ('page/1/mail', 'mail', '<b>anna', 't', x'', 0, 9e18, 9e18, '<b>451 later')");
            connection.Run("INSERT INTO notice (incident, receiver, kind, at, message) VALUES ($id, 'anna', 0, 0, 'page/1')", ("$id", id));
        });
        using var browser = server.Open();
        using var signedIn = await browser.SignInAsync(SecuredServer.Administrator);

        var page = await TextAsync(browser, $"/alerts/{id}");
        Assert.Contains("&lt;i&gt;Fan", page, StringComparison.Ordinal);
        Assert.Contains("90.5", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;451 later", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>anna", page, StringComparison.Ordinal);
        using var done = await browser.SubmitAsync($"/alerts/{id}");
        Assert.NotNull(server.Services.GetRequiredService<IncidentTable>().Find(id)!.ClosedBy);
        Assert.Contains("by hand", await TextAsync(browser, $"/alerts/{id}"), StringComparison.Ordinal);
        using var gone = await browser.GetAsync("/alerts/999999");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        database.Write(connection => connection.Run("DELETE FROM outbox WHERE key = 'page/1/mail'"));
    }

    [Fact]
    public async Task Who_was_refused_is_said_on_the_page_and_on_that_of_the_status()
    {
        var database = server.Services.GetRequiredService<SqlFile>();
        database.Write(connection => connection.Run(
            "INSERT INTO outbox (key, way, target, title, content, created, expires, due, state, answer, finished) VALUES ('refused/1', 'mail', '<b>gone@example.net', 't', x'', 0, 9e18, 0, 'refused', '550 <b>no', $now)",
            ("$now", server.Clock.GetUtcNow().ToUnixTimeMilliseconds())));
        using var browser = server.Open();
        using var signedIn = await browser.SignInAsync(SecuredServer.Administrator);
        foreach (var path in (string[])["/alerts", "/status"])
        {
            var page = await TextAsync(browser, path);
            Assert.Contains("&lt;b&gt;gone@example.net was not reached by mail: refused", page, StringComparison.Ordinal);
            Assert.DoesNotContain("550 <b>no", page, StringComparison.Ordinal);
        }
        database.Write(connection => connection.Run("DELETE FROM outbox WHERE key = 'refused/1'"));
    }

    [Fact]
    public async Task Others_see_nothing_of_them()
    {
        using var browser = server.Open("198.51.100.9");
        foreach (var path in (string[])["/alerts", "/alerts.atom", "/alerts.json", "/api/v1/alerts", "/badge/alerts.svg", "/alerts/1"])
        {
            using var answer = await browser.GetAsync(path);
            Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_link_of_a_mail_leads_to_a_button_and_only_that_does_anything()
    {
        var id = Add("Fan", ended: null);
        var incidents = server.Services.GetRequiredService<IncidentTable>();
        var link = server.Services.GetRequiredService<IAlertPages>().Acknowledge(incidents.Find(id)!);
        Assert.StartsWith("https://stats.example/alerts/acknowledge/", link, StringComparison.Ordinal);
        var path = new Uri(link).AbsolutePath;
        using var browser = server.Open("198.51.100.10");

        var card = await TextAsync(browser, path);
        Assert.Contains("I look after it", card, StringComparison.Ordinal);
        Assert.Null(incidents.Find(id)!.AcknowledgedBy);
        using var done = await browser.SubmitAsync(path);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal("the reader of a mail", incidents.Find(id)!.AcknowledgedBy);

        using var forged = await browser.GetAsync(path[..^4] + "AAAA");
        Assert.Equal(HttpStatusCode.NotFound, forged.StatusCode);
    }

    [Fact]
    public async Task A_rule_is_replayed_over_what_was_measured()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("metrics.toml", $"""
            [rule.warm]
            warning = "hwmon.test.temp1 > 5"
            text = "It is warm"
            [rule.wrong]
            warning = "hwmon.tst.temp1 > 5"
            """);
        var data = server["data"];

        var run = await CommandRun.MetricsAsync("rule", "test", "warm", "--config", file, "--data", data);
        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Contains(run.Lines, line => line.Contains("firing", StringComparison.Ordinal) && line.EndsWith("It is warm", StringComparison.Ordinal));

        var wrong = await CommandRun.MetricsAsync("rule", "test", "wrong", "--config", file, "--data", data);
        Assert.Contains($"{file}:5:12: there is no series hwmon.tst.temp1; did you mean hwmon.test.temp1?", wrong.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("would not have raised", wrong.Output, StringComparison.Ordinal);
        var unasked = await CommandRun.MetricsAsync("config", "check", "--config", file, "--data", Path.Combine(data, "none"));
        Assert.Contains("series of rules were not checked: there is no store yet", unasked.Errors, StringComparison.Ordinal);
        Assert.StartsWith("There is no rule warn; did you mean warm?", (await CommandRun.MetricsAsync("rule", "test", "warn", "--config", file, "--data", data)).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Series_of_rules_that_are_not_there_are_named_when_the_configuration_is_checked()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("metrics.toml", """
            [rule.right]
            when = "hwmon.test.temp1 > 5"
            [rule.wrong]
            warning = "hwmon.test.temp1 > 5"
            critical = "nodata(hwmon.tst.temp1, 5m)"
            [rule.pattern]
            when = "hwmon.*.fann1 > 5"
            [rule.off]
            when = "nowhere > 5"
            enabled = false
            """);

        var run = await CommandRun.MetricsAsync("config", "check", "--config", file, "--data", server["data"]);

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal(
            $"Take note: {file}:5:20: there is no series hwmon.tst.temp1; did you mean hwmon.test.temp1?\nTake note: {file}:7:9: no series fits hwmon.*.fann1.", run.Errors);
    }

    [Fact]
    public async Task Offenders_can_be_silenced_as_rules_can()
    {
        using var browser = server.Open();
        using var signedIn = await browser.SignInAsync(SecuredServer.Administrator);
        Assert.Contains("<option value=\"offenders\">", await TextAsync(browser, "/alerts"), StringComparison.Ordinal);

        using var done = await browser.SubmitAsync("/alerts", ("rule", "offenders"), ("hours", "1"), ("comment", "a test of ours"));

        Assert.Contains(server.Services.GetRequiredService<IncidentTable>().Silences, silence => silence is { Rule: "offenders", Comment: "a test of ours" });
    }

    private long Add(string title, long? ended) => server.Services.GetRequiredService<SqlFile>().Write(connection =>
    {
        connection.Run(
            """
            INSERT INTO incident (rule, subject, title, series, level, worst, value, started, ended, flapping)
            VALUES ('temperature', '', $title, 'hwmon.test.temp1', 1, 1, 90.5, $started, $ended, 0)
            """,
            ("$title", title), ("$started", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 60), ("$ended", ended));
        return (long)connection.Value("SELECT last_insert_rowid()")!;
    });

    private static async Task<string> TextAsync(FormClient browser, string path)
    {
        using var answer = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>A server that knows its own address.</summary>
    public sealed class Server : SecuredServer
    {
        private protected override void Prepare(MetricsSettings settings)
        {
            base.Prepare(settings);
            settings.Mail.Link = "https://stats.example";
        }
    }
}
