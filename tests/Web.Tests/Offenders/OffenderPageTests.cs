using System.Net;
using System.Text.Json;
using Metrics.Web.Tests.Access;
using Metrics.Web.Tests.Domains;

namespace Metrics.Web.Tests.Offenders;

public sealed class OffenderPageTests(DomainServer server) : IClassFixture<DomainServer>
{
    [Fact]
    public async Task An_offender_stands_on_the_page_with_lines_that_are_text_only()
    {
        using var browser = server.Open();
        using var signedIn = await browser.SignInAsync(SecuredServer.Administrator);
        using var page = await browser.GetAsync("/offenders");
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("198.51.100.66", html, StringComparison.Ordinal);
        Assert.Contains("10 failed sign-ins to FTP within 10 minutes.", html, StringComparison.Ordinal);
        Assert.Contains("USER &lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_offender_is_told_to_programs()
    {
        using var browser = server.Open();
        using var signedIn = await browser.SignInAsync(SecuredServer.Administrator);
        using var answer = await browser.GetAsync("/api/v1/offenders");
        var offender = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("offenders")[0];

        Assert.Equal("passwords.ftp", offender.GetProperty("detector").GetString());
        Assert.Equal("198.51.100.66", offender.GetProperty("subject").GetString());
        Assert.Equal(10, offender.GetProperty("evidence").GetArrayLength());
    }

    [Theory]
    [InlineData("/offenders"), InlineData("/api/v1/offenders")]
    public async Task Owners_of_domains_and_strangers_do_not_see_them(string path)
    {
        using var owner = server.Open();
        using var signedIn = await owner.SignInAsync(SecuredServer.Owner);
        using var refused = await owner.GetAsync(path);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        using var stranger = server.Open("198.51.100.9");
        using var asked = await stranger.GetAsync(path);
        Assert.NotEqual(HttpStatusCode.OK, asked.StatusCode);
    }
}
