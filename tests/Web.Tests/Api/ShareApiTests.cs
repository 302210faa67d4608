using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Metrics.Web.Tests.Access;

namespace Metrics.Web.Tests.Api;

/// <summary>Shares made, listed and revoked by a program.</summary>
public class ShareApiTests(SecuredServer server) : IClassFixture<SecuredServer>
{
    private const string Place = "192.0.2.210";

    [Fact]
    public async Task A_link_is_made_opens_is_listed_and_is_revoked()
    {
        using var made = await AskAsync(HttpMethod.Post, "", """{"name":"by-program","graphs":["net.*"],"ranges":["day"],"until":"2099-12-31","note":"for a test"}""");
        var share = await made.Content.ReadFromJsonAsync<JsonElement>();
        var address = new Uri(share.GetProperty("address").GetString()!);
        using var visitor = server.Open(Place);
        using var before = await visitor.GetAsync(address.PathAndQuery);
        using var list = await AskAsync(HttpMethod.Get);
        var listed = (await list.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("shares").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "by-program");
        using var revoked = await AskAsync(HttpMethod.Delete, "/by-program");
        using var again = await AskAsync(HttpMethod.Delete, "/by-program");
        using var after = await visitor.GetAsync(address.PathAndQuery);
        using var one = await AskAsync(HttpMethod.Get, "/by-program");
        var ended = await one.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal([201, 200, 200, 204, 404, 410], new[] { made, before, list, revoked, again, after }.Select(answer => (int)answer.StatusCode));
        Assert.Equal("/api/v1/shares/by-program", made.Headers.Location!.OriginalString);
        Assert.Equal("open", share.GetProperty("state").GetString());
        Assert.False(share.TryGetProperty("password", out _));
        Assert.Equal(("anna", 1, "for a test"), (listed.GetProperty("createdBy").GetString(), listed.GetProperty("uses").GetInt64(), listed.GetProperty("note").GetString()));
        Assert.Equal("revoked", ended.GetProperty("state").GetString());
        Assert.False(ended.TryGetProperty("address", out _));
    }

    [Fact]
    public async Task What_no_graph_matches_is_told_when_a_share_is_made()
    {
        using var made = await AskAsync(HttpMethod.Post, "", """{"name":"mistyped-by-program","graphs":["net.*","nte.*"]}""");
        var unmatched = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("unmatched");
        Assert.Equal(["nte.*"], unmatched.EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task A_password_is_made_up_told_once_and_opens_the_share()
    {
        using var made = await AskAsync(HttpMethod.Post, "", """{"name":"by-program-too","graphs":["section:network"],"user":"visitor"}""");
        var password = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("password").GetString()!;
        using var visitor = server.Open(Place);
        using var opened = await visitor.GetWithPasswordAsync("/share/by-program-too/", "visitor", password);
        using var list = await AskAsync(HttpMethod.Get);

        Assert.True(made.Headers.CacheControl!.NoStore);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        Assert.DoesNotContain(password, await list.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("", "The body is no share in JSON.")]
    [InlineData("null", "The body is no share in JSON.")]
    [InlineData("[]", "The body is no share in JSON.")]
    [InlineData("""{"name":"x"}""", "The body is no share in JSON.")]
    [InlineData("""{"name":1,"graphs":["net.*"]}""", "The body is no share: $.name is missing, unknown, or not what it has to be.")]
    [InlineData("""{"name":"x","graphs":["net.*"],"unitl":"2099-01-01"}""", "The body is no share: $.unitl is missing, unknown, or not what it has to be.")]
    [InlineData("""{"name":null,"graphs":[null]}""", "A share's name has 1 to 40 small letters, digits and dashes. A share names 1 to 50 graphs or patterns; found 0.")]
    [InlineData("""{"name":"x","graphs":null}""", "A share names 1 to 50 graphs or patterns; found 0.")]
    [InlineData("""{"name":"x","graphs":["net.*"],"ranges":["decade"],"until":"2001-01-01"}""", "The ranges are 6h, day, week, month, year. The last day is in the past.")]
    [InlineData("""{"name":"x","graphs":["net.*"],"password":"secret"}""", "A link has no password; a share with a password has a user.")]
    [InlineData("""{"name":"x","graphs":["net.*"],"user":"visitor","password":"short"}""", "A password has 6 to 256 characters.")]
    public async Task What_is_no_share_is_refused_with_the_reason(string body, string detail)
    {
        using var answer = await AskAsync(HttpMethod.Post, "", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(detail, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_name_that_is_taken_is_a_conflict_and_a_missing_share_is_not_found()
    {
        const string share = """{"name":"occupied","graphs":["net.*"]}""";
        using var first = await AskAsync(HttpMethod.Post, "", share);
        using var second = await AskAsync(HttpMethod.Post, "", share);
        using var missing = await AskAsync(HttpMethod.Get, "/nothing");

        Assert.Equal([201, 409, 404], new[] { first, second, missing }.Select(answer => (int)answer.StatusCode));
    }

    [Fact]
    public async Task A_page_of_another_site_makes_no_share()
    {
        using var browser = server.Open(Place);
        using var signedIn = await browser.SignInAsync();
        var answers = new List<int>();
        // What a browser sends to another site without asking it first.
        foreach (var type in (string[])["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
        {
            using var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/shares")
            {
                Headers = { { "Origin", "https://evil.example" }, { "Accept", "*/*" } },
                Content = new StringContent("""{"name":"evil","graphs":["*"]}""", Encoding.UTF8, type),
            });
            answers.Add((int)answer.StatusCode);
        }
        using var asked = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/api/v1/shares")
        {
            Headers = { { "Origin", "https://evil.example" }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "content-type" }, { "Accept", "*/*" } },
        });
        using var evil = await AskAsync(HttpMethod.Get, "/evil");

        Assert.Equal([415, 415, 415], answers);
        Assert.False(asked.IsSuccessStatusCode);
        Assert.DoesNotContain(asked.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(HttpStatusCode.NotFound, evil.StatusCode);
    }

    [Theory, InlineData("cross-site", HttpStatusCode.Forbidden), InlineData("same-site", HttpStatusCode.Forbidden), InlineData("same-origin", HttpStatusCode.NotFound), InlineData("none", HttpStatusCode.NotFound)]
    public async Task What_a_browser_says_a_page_of_another_site_asks_for_is_refused(string site, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/shares/no-such-share") { Headers = { { "Sec-Fetch-Site", site } } };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SecuredServer.Administrator}:{SecuredServer.Password}")));
        using var answer = await server.Client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Others_than_administrators_have_no_business_here()
    {
        const string share = """{"name":"mine","graphs":["*"]}""";
        using var list = await AskAsync(HttpMethod.Get, user: SecuredServer.Owner);
        using var make = await AskAsync(HttpMethod.Post, "", share, SecuredServer.Owner);
        using var revoke = await AskAsync(HttpMethod.Delete, "/mine", user: SecuredServer.Owner);
        using var nobody = await server.Client.PostAsync("/api/v1/shares", new StringContent(share, Encoding.UTF8, "application/json"));

        Assert.Equal([403, 403, 403, 401], new[] { list, make, revoke, nobody }.Select(answer => (int)answer.StatusCode));
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path = "", string? body = null, string user = SecuredServer.Administrator)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/shares" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{SecuredServer.Password}")));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await server.Client.SendAsync(request);
    }
}
