using System.Net;
using System.Text.RegularExpressions;
using Metrics.Web.Shares;
using Metrics.Web.Tests.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Web.Tests.Shares;

public sealed partial class ShareAdminTests(SecuredServer server) : IClassFixture<SecuredServer>
{
    [Fact]
    public async Task An_administrator_makes_a_link_that_opens_until_it_is_revoked()
    {
        using var browser = await OpenAsync();
        using var made = await browser.SubmitAsync("/shares", ("name", "made"), ("graphs", "net.*\r\nsection:thermal"), ("range", "day"), ("kind", "link"));
        var html = await made.Content.ReadAsStringAsync();
        var address = new Uri(WebUtility.HtmlDecode(Address().Match(html).Groups[1].Value));
        using var visitor = server.Open("192.0.2.200");
        using var before = await visitor.GetAsync(address.PathAndQuery);
        using var list = await browser.GetAsync("/shares");
        using var revoked = await browser.PostAsync("/shares/made/revoke", ("__RequestVerificationToken", Token().Match(await list.Content.ReadAsStringAsync()).Groups[1].Value));
        using var after = await visitor.GetAsync(address.PathAndQuery);

        Assert.Equal([200, 200, 303, 410], new[] { made, before, revoked, after }.Select(answer => (int)answer.StatusCode));
        Assert.Equal("../../shares", revoked.Headers.Location!.OriginalString);
        Assert.Equal("https", address.Scheme);
        Assert.Equal("anna", server.Services.GetRequiredService<ShareDirectory>().Find("made")!.CreatedBy);
    }

    [Fact]
    public async Task A_password_is_made_up_shown_once_and_opens_the_share()
    {
        using var browser = await OpenAsync();
        using var made = await browser.SubmitAsync("/shares", ("name", "madeup"), ("graphs", "net.*"), ("kind", "password"), ("user", "visitor"));
        var password = Password().Match(await made.Content.ReadAsStringAsync()).Groups[1].Value;
        using var visitor = server.Open("192.0.2.201");
        using var opened = await visitor.GetWithPasswordAsync("/share/madeup/", "visitor", password);
        using var list = await browser.GetAsync("/shares");

        Assert.True(made.Headers.CacheControl!.NoStore);
        Assert.Equal(14, password.Length);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        Assert.DoesNotContain(password, await list.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_no_graph_matches_is_said_when_a_share_is_made()
    {
        using var browser = await OpenAsync();
        using var made = await browser.SubmitAsync("/shares", ("name", "mistyped"), ("graphs", "net.* nte.* section:mial"), ("kind", "link"));
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.Contains("No graph matches nte.*, section:mial now.", await made.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Every_fault_of_a_form_is_said_and_what_was_typed_stays()
    {
        using var browser = await OpenAsync();
        using var answer = await browser.SubmitAsync("/shares", ("name", "Not <small>"), ("graphs", "?"), ("until", "2001-01-01"), ("kind", "password"), ("user", "a b"), ("password", "short"));
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(5, html.Split("class=\"problem\"").Length - 1);
        Assert.Contains("value=\"Not &lt;small&gt;\"", html);
    }

    [Fact]
    public async Task Names_that_are_taken_are_not_taken_over()
    {
        using var browser = await OpenAsync();
        using var first = await browser.SubmitAsync("/shares", ("name", "taken"), ("graphs", "net.*"), ("kind", "link"));
        using var second = await browser.SubmitAsync("/shares", ("name", "taken"), ("graphs", "*"), ("kind", "link"));

        Assert.Equal([200, 400], new[] { first, second }.Select(answer => (int)answer.StatusCode));
        Assert.Equal("net.*", server.Services.GetRequiredService<ShareDirectory>().Find("taken")!.Scope.ToString());
    }

    [Fact]
    public async Task Others_than_administrators_have_no_business_here()
    {
        using var owner = server.Open("192.0.2.202");
        using var signedIn = await owner.SignInAsync(SecuredServer.Owner);
        using var page = await owner.GetAsync("/shares");
        using var made = await owner.PostAsync("/shares", ("name", "mine"), ("graphs", "*"));
        using var revoked = await owner.PostAsync("/shares/taken/revoke");
        using var nobody = await server.Client.PostAsync("/shares", null);

        Assert.Equal([403, 403, 403, 401], new[] { page, made, revoked, nobody }.Select(answer => (int)answer.StatusCode));
    }

    private async Task<FormClient> OpenAsync()
    {
        var browser = server.Open("192.0.2.203");
        using var answer = await browser.SignInAsync();
        return browser;
    }

    [GeneratedRegex("<dt>Address</dt><dd><a [^>]*>([^<]*)</a>")]
    private static partial Regex Address();

    [GeneratedRegex("<dt>Password</dt><dd>([^<]*)</dd>")]
    private static partial Regex Password();

    [GeneratedRegex("<input type=\"hidden\" name=\"__RequestVerificationToken\" value=\"([^\"]*)\"")]
    private static partial Regex Token();
}
