using System.Net;
using System.Text.Json;
using Metrics.Web.Tests.Access;

namespace Metrics.Web.Tests.Domains;

public sealed class DomainPagesTests(DomainServer server) : IClassFixture<DomainServer>
{
    [Fact]
    public async Task An_owner_sees_his_domain_and_no_other()
    {
        using var browser = server.Open();
        using (var signedIn = await browser.SignInAsync(SecuredServer.Owner))
            Assert.Equal("./d/", signedIn.Headers.Location!.OriginalString);
        using var list = await browser.GetAsync("/d/");
        var domains = await list.Content.ReadAsStringAsync();
        Assert.Contains("a.example", domains, StringComparison.Ordinal);
        Assert.DoesNotContain("b.example", domains, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/d/a.example/2026-03"));
        foreach (var path in new[] { "/d/b.example/2026-03", "/d/b.example/2026-03.csv", "/d/b.example/2026-03.json", "/d/b.example/", "/d/none.example/2026-03", "/network", "/status" })
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(browser, path));
    }

    [Fact]
    public async Task An_owner_is_led_from_the_first_page_to_his_domains_and_to_nothing_that_he_may_not_see()
    {
        using var browser = server.Open();
        using (await browser.SignInAsync(SecuredServer.Owner))
        {
        }
        using var first = await browser.GetAsync("/?theme=dark");
        using var page = await browser.GetAsync("/d/");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        Assert.Equal("./d/?theme=dark", first.Headers.Location!.OriginalString);
        Assert.Contains("sign-out", html, StringComparison.Ordinal);
        foreach (var link in new[] { "openapi.json", "../status", "../shares", "../help", "../alerts", "../offenders", "all normal" })
            Assert.DoesNotContain(link, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_sees_a_domain_without_signing_in()
    {
        using var browser = server.Open("198.51.100.9");
        foreach (var path in new[] { "/d/", "/d/a.example/2026-03", "/d/a.example/2026-03.csv" })
            Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(browser, path));
    }

    [Fact]
    public async Task A_month_is_that_of_the_zone_and_names_from_outside_are_texts()
    {
        using var browser = server.Open();
        using var signedIn = await browser.SignInAsync(SecuredServer.Owner);
        using var march = await browser.GetAsync("/d/a.example/2026-03.json");
        var totals = JsonDocument.Parse(await march.Content.ReadAsStringAsync()).RootElement.GetProperty("totals");
        Assert.Equal(2, totals.GetProperty("mailReceived").GetInt64());
        Assert.Equal(2500, totals.GetProperty("mailReceivedBytes").GetInt64());
        Assert.Equal(4096, totals.GetProperty("ftpDownloadBytes").GetInt64());
        using var february = await browser.GetAsync("/d/a.example/2026-02");
        Assert.Contains("Nothing was counted", await february.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var page = await browser.GetAsync("/d/a.example/2026-03");
        var html = await page.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<b>'x", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", html, StringComparison.Ordinal);
        using var table = await browser.GetAsync("/d/a.example/2026-03.csv");
        Assert.Contains("\n\"anna\",", await table.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_show_names_from_outside_as_texts_and_programs_are_told_apart()
    {
        using var browser = server.Open();
        using var signedIn = await browser.SignInAsync(SecuredServer.Owner);
        using var page = await browser.GetAsync("/d/a.example/2026-03");
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("/&lt;i&gt;page", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>page", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<u>Mozilla", html, StringComparison.Ordinal);
        Assert.Contains("half within a second", html, StringComparison.Ordinal);
        using var data = await browser.GetAsync("/d/a.example/2026.json");
        var report = JsonDocument.Parse(await data.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(1, report.GetProperty("visitors").GetInt64());
        Assert.Equal(1, report.GetProperty("totals").GetProperty("webBots").GetInt64());
        Assert.Equal("/<i>page", Assert.Single(report.GetProperty("top").GetProperty("webPaths").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal("https://search.example/", report.GetProperty("top").GetProperty("webReferrers")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("/d/a.example", "/d/a.example/"), InlineData("/d/a.example/", "/d/a.example/"), InlineData("/usage", "/usage/"), InlineData("/usage/", "/usage/")]
    public async Task An_address_without_a_time_leads_to_this_month_with_and_without_its_last_slash(string address, string expected)
    {
        using var browser = server.Open();
        using var signedIn = await browser.SignInAsync(SecuredServer.Administrator);
        using var answer = await browser.GetAsync(address);
        var target = new Uri(new Uri("http://localhost" + address), answer.Headers.Location!).AbsolutePath;
        Assert.StartsWith(expected, target, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, target));
    }

    [Fact]
    public async Task The_report_of_the_server_is_for_administrators()
    {
        using var owner = server.Open();
        using var refused = await owner.SignInAsync(SecuredServer.Owner);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(owner, "/usage/2026-03"));
        using var administrator = server.Open("198.51.100.10");
        using var signedIn = await administrator.SignInAsync(SecuredServer.Administrator);
        using var page = await administrator.GetAsync("/usage/2026-03");
        Assert.Contains("Addresses that brought most", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(administrator, "/usage/2026-03-18"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(administrator, "/usage/2026.csv"));
    }

    [Theory]
    [InlineData("2026-13"), InlineData("2026-02-30"), InlineData("now"), InlineData("20260")]
    public async Task What_is_no_time_is_not_found(string period)
    {
        using var browser = server.Open();
        using var signedIn = await browser.SignInAsync(SecuredServer.Owner);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(browser, "/d/a.example/" + period));
    }

    [Theory]
    [InlineData("2026-03-18"), InlineData("2026"), InlineData("2026-03")]
    public async Task Days_months_and_years_have_pages(string period)
    {
        using var browser = server.Open();
        using var signedIn = await browser.SignInAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/d/a.example/" + period));
    }

    private static async Task<HttpStatusCode> StatusAsync(FormClient browser, string path)
    {
        using var answer = await browser.GetAsync(path);
        return answer.StatusCode;
    }
}
