using System.Net;
using System.Text.RegularExpressions;
using Metrics.Web.Access;
using Metrics.Web.Shares;
using Metrics.Web.Tests.Access;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Web.Tests.Shares;

/// <summary>What visitors of a share see and what they never see.</summary>
public sealed partial class ShareTreeTests(SecuredServer server) : IClassFixture<SecuredServer>
{
    private const string User = "visitor";
    private const string Password = "invited";

    private static int places;

    private readonly string place = $"192.0.2.{Interlocked.Increment(ref places)}";

    private ShareDirectory Shares => server.Services.GetRequiredService<ShareDirectory>();

    private ShareLinks Links => server.Services.GetRequiredService<ShareLinks>();

    [Fact]
    public async Task A_visitor_signs_in_with_the_card_and_sees_the_graphs()
    {
        Add("card", user: User);
        using var browser = server.Open(place);
        using var card = await browser.GetAsync($"/share/card/g/{server.Graph}");
        using var answer = await browser.SubmitAsync($"/share/card/g/{server.Graph}", ("user", User), ("password", Password));
        using var page = await browser.GetAsync("/share/card/");
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, card.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal($"./g/{server.Graph}", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("shared with visitor, read only", html);
        using var picture = await browser.GetAsync($"/share/card{GraphLink().Match(html).Groups[1].Value}/day.svg");
        Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task A_program_sends_the_password_with_each_request()
    {
        Add("basic", user: User);
        using var client = server.Open(place);
        for (var i = 0; i < 20; i++)
        {
            using var often = await client.GetWithPasswordAsync("/share/basic/", User, Password);
            Assert.Equal(HttpStatusCode.OK, often.StatusCode);
        }
        using var right = await client.GetWithPasswordAsync($"/share/basic/g/{server.Graph}/day.csv", User, Password);
        using var wrong = await client.GetWithPasswordAsync($"/share/basic/g/{server.Graph}/day.csv", User, "uninvited");
        using var other = await client.GetWithPasswordAsync($"/share/basic/g/{server.Graph}/day.csv", SecuredServer.Administrator, SecuredServer.Password);

        Assert.Equal([200, 401, 401], new[] { right, wrong, other }.Select(answer => (int)answer.StatusCode));
        Assert.Equal("Basic realm=\"Metrics\", charset=\"UTF-8\"", wrong.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_link_needs_nothing_to_type()
    {
        Add("link");
        using var browser = server.Open(place);
        var link = Link("link");
        using var page = await browser.GetAsync(link);
        using var without = await browser.GetAsync(link.TrimEnd('/'));

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("noindex", Assert.Single(page.Headers.GetValues("X-Robots-Tag")));
        Assert.Equal("no-referrer", Assert.Single(page.Headers.GetValues("Referrer-Policy")));
        Assert.True(page.Headers.CacheControl!.Private);
        // Without the slash at its end the address leads to the same graphs.
        Assert.Contains($"href=\"./{link.Split('/')[2]}/g/", await without.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Nothing_in_the_tree_names_what_is_not_shared()
    {
        Add("narrow", ranges: ["day", "week"]);
        var root = Link("narrow");
        string[] pages =
        [
            "", "network", "thermal", "other", "status", "shares", "metrics", "api/v1/series", "openapi.json", "g/hwmon.test", $"g/{server.Graph}",
            $"g/{server.Graph}/day.svg", $"g/{server.Graph}/day.png", $"g/{server.Graph}/day.json", $"g/{server.Graph}/day.csv", $"g/{server.Graph}/day.txt",
            $"g/{server.Graph}/year.svg", $"g/{server.Graph}/day.svg?series=hwmon.test.temp1", $"g/{server.Graph}/day.svg?w=1", $"g/{server.Graph}?x=1", "?range=year",
            $"embed/{server.Graph}/day", $"embed/{server.Graph}/year", "embed/hwmon.test/day", "oembed", $"oembed?url={Uri.EscapeDataString("http://127.0.0.1/g/hwmon.test")}", "oembed?url=x",
            "bar/eth9.svg", "badge/hwmon.test.temp1.svg", "live", "help", "g/..%2f..%2fstatus", "..%2f..%2fstatus", "g/%2e%2e/status", "g/nothing",
        ];
        using var browser = server.Open(place);
        foreach (var path in pages)
        {
            using var answer = await browser.GetAsync(root + path);
            var text = answer + Encoding(await answer.Content.ReadAsByteArrayAsync());
            foreach (var secret in (string[])["hwmon", "temp1", "mystery", "percent\"", "thermal", "billing", "nowhere", "anna", "note of the operator", server["data"], "Debian", "kernel", "Exception"])
                Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{path} says {secret}: {text}");
        }
    }

    [Theory, InlineData("g/{0}", "g/nothing"), InlineData("g/{0}/day.svg", "g/nothing/day.svg"), InlineData("g/{0}/day.json", "g/nothing/day.json"), InlineData("thermal", "nothing")]
    public async Task What_is_not_shared_looks_like_what_there_is_not(string hidden, string missing)
    {
        Add("compare");
        var graph = server.Services.GetRequiredService<Metrics.Web.Pages.GraphCatalog>().Graphs.First(one => one.Section == "thermal").Name;
        using var one = await server.Client.GetAsync(Link("compare") + string.Format(hidden, graph));
        using var none = await server.Client.GetAsync(Link("compare") + missing);

        Assert.Equal(HttpStatusCode.NotFound, one.StatusCode);
        Assert.Equal(await one.Content.ReadAsStringAsync(), await none.Content.ReadAsStringAsync());
        Assert.Equal(Headers(one), Headers(none));
    }

    [Fact]
    public async Task Only_the_ranges_of_the_share_are_shown()
    {
        Add("ranges", ranges: ["week"]);
        using var browser = server.Open(place);
        using var page = await browser.GetAsync(Link("ranges"));
        using var week = await browser.GetAsync($"{Link("ranges")}g/{server.Graph}/week.svg");
        using var day = await browser.GetAsync($"{Link("ranges")}g/{server.Graph}/day.svg");

        Assert.DoesNotContain("/day.svg", await page.Content.ReadAsStringAsync());
        Assert.Equal([200, 404], new[] { week, day }.Select(answer => (int)answer.StatusCode));
    }

    [Fact]
    public async Task A_graph_of_the_share_stands_in_frames_of_the_pages_that_may_and_no_other_graph_does()
    {
        Add("embedded", ranges: ["day"], frames: ["https://www.example.net"]);
        using var browser = server.Open(place);
        var root = Link("embedded");
        using var page = await browser.GetAsync($"{root}embed/{server.Graph}/day");
        using var range = await browser.GetAsync($"{root}embed/{server.Graph}/week");
        using var other = await browser.GetAsync($"{root}embed/hwmon.test/day");
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal([200, 404, 404], new[] { page, range, other }.Select(answer => (int)answer.StatusCode));
        Assert.EndsWith("frame-ancestors https://www.example.net", Assert.Single(page.Headers.GetValues("Content-Security-Policy")));
        Assert.Contains($"href=\"../../g/{server.Graph}\"", html);
        Assert.DoesNotContain("../../../", html);
    }

    [Theory]
    [InlineData("g/{0}", 200, "embed/{0}/day"), InlineData("g/{0}/day.png", 200, "g/{0}/day.png"), InlineData("g/{0}/week", 404, null), InlineData("g/hwmon.test", 404, null)]
    public async Task A_share_tells_how_to_show_its_own_graphs_on_other_pages(string path, int status, string? expected)
    {
        Add("told", ranges: ["day"], frames: ["https://www.example.net"]);
        using var client = server.Open(place);
        // A token is another one each time that it is made.
        var tree = Link("told");
        var address = $"https://{server.Client.BaseAddress!.Authority}{tree}{string.Format(path, server.Graph)}";
        using var own = await client.GetAsync($"{tree}oembed?url={Uri.EscapeDataString(address)}");
        using var root = await client.GetAsync($"{tree}oembed?url={Uri.EscapeDataString(address.Replace(tree, "/"))}");
        Assert.Equal(404, (int)root.StatusCode);
        Assert.Equal(status, (int)own.StatusCode);
        Assert.DoesNotContain("hwmon", await own.Content.ReadAsStringAsync());
        if (expected is not null)
            Assert.Contains(tree + string.Format(expected, server.Graph), await own.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_share_that_nobody_may_frame_offers_pictures()
    {
        Add("unframed-told", ranges: ["day"]);
        using var client = server.Open(place);
        var tree = Link("unframed-told");
        using var told = await client.GetAsync($"{tree}oembed?url={Uri.EscapeDataString($"https://{server.Client.BaseAddress!.Authority}{tree}g/{server.Graph}")}");
        var answer = await told.Content.ReadAsStringAsync();
        Assert.Contains("\"photo\"", answer, StringComparison.Ordinal);
        Assert.Contains($"{tree}g/{server.Graph}/day.png", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bars_and_badges_of_what_is_shared_are_in_the_tree_and_no_others()
    {
        Add("bars");
        using var client = server.Open(place);
        var root = Link("bars");
        foreach (var path in (string[])["bar/eth9.svg", "bar/eth9.png", "bar/eth9.txt", "bar/eth9.json", "badge/net.eth9.in.svg"])
        {
            using var shown = await client.GetAsync(root + path);
            Assert.Equal((HttpStatusCode.OK, path), (shown.StatusCode, path));
            Assert.True(shown.Headers.CacheControl is { Public: false }, path);
        }
        foreach (var path in (string[])["bar/eth8.svg", "bar/hwmon.txt", "badge/hwmon.test.temp1.svg", "badge/nothing.svg"])
        {
            using var hidden = await client.GetAsync(root + path);
            Assert.Equal((HttpStatusCode.NotFound, path), (hidden.StatusCode, path));
        }
    }

    [Fact]
    public async Task Revoked_expired_and_forged_links_get_the_same_page()
    {
        Add("revoked");
        Add("expired", until: server.Clock.GetUtcNow().AddDays(2));
        var (revoked, expired) = (Link("revoked"), Link("expired"));
        using var browser = server.Open(place);
        foreach (var link in (string[])[revoked, expired])
        {
            using var before = await browser.GetAsync(link);
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        }
        Shares.Revoke("revoked");
        server.Clock.Advance(TimeSpan.FromDays(4));
        var other = server.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("another purpose");
        var foreign = new EphemeralDataProtectionProvider().CreateProtector("Metrics.ShareLink.1");
        var token = revoked.Split('/')[2];
        var bodies = new List<string>();
        foreach (var path in (string[])
            [
                revoked, expired, "/s/x/", "/s/" + new string('A', 134) + "/", "/s/" + new string('A', 4000) + "/", "/s/*/",
                $"/s/{token[..^2]}AA/", $"/s/{token}A/", $"/s/{token[1..]}/", $"/s/{ShareToken(other)}/", $"/s/{ShareToken(foreign)}/",
            ])
        {
            using var answer = await browser.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.Gone), (path, answer.StatusCode));
            bodies.Add(await answer.Content.ReadAsStringAsync());
        }
        Assert.Single(bodies.Distinct());

        string ShareToken(IDataProtector protector) =>
            System.Buffers.Text.Base64Url.EncodeToString(protector.Protect(Convert.FromHexString(Shares.Find("revoked")!.Link!)));
    }

    [Fact]
    public async Task A_share_that_is_made_anew_under_the_same_name_does_not_open_to_old_cookies_and_links()
    {
        Add("again", user: User);
        using var browser = server.Open(place);
        using var signedIn = await browser.SubmitAsync("/share/again/", ("user", User), ("password", Password));
        using var before = await browser.GetAsync("/share/again/");
        Shares.Revoke("again");
        using var revoked = await browser.GetAsync("/share/again/");
        Add("again", user: User);
        using var after = await browser.GetAsync("/share/again/");

        Assert.Equal([303, 200, 410, 401], new[] { signedIn, before, revoked, after }.Select(answer => (int)answer.StatusCode));
    }

    [Fact]
    public async Task A_name_that_is_no_share_is_asked_for_a_password_like_one_that_is()
    {
        Add("first", user: User);
        Add("second");
        using var browser = server.Open(place);
        var answers = new List<string>();
        foreach (var name in (string[])["first", "second", "third"])
        {
            using var card = await browser.GetAsync($"/share/{name}/");
            using var wrong = await browser.SubmitAsync($"/share/{name}/", ("user", User), ("password", "guess"));
            Assert.Equal([401, 401], new[] { card, wrong }.Select(answer => (int)answer.StatusCode));
            answers.Add(Token().Replace(await card.Content.ReadAsStringAsync() + await wrong.Content.ReadAsStringAsync(), "").Replace(name, "*"));
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(answers[0], answers[2]);
    }

    [Fact]
    public async Task The_cookie_of_one_share_opens_no_other_and_nothing_else()
    {
        Add("one", user: User);
        Add("two", user: User);
        using var browser = server.Open(place);
        using var signedIn = await browser.SubmitAsync("/share/one/", ("user", User), ("password", Password));
        var cookie = browser.Cookie("metrics-share", "/share/one/")!;
        Assert.Null(browser.Cookie("metrics-share", "/share/two/"));
        browser.Cookies.Add(new Uri("https://127.0.0.1/"), new Cookie("metrics-share", cookie, "/"));
        browser.Cookies.Add(new Uri("https://127.0.0.1/"), new Cookie("metrics-session", cookie, "/"));

        using var two = await browser.GetAsync("/share/two/");
        using var root = await browser.GetAsync("/");

        Assert.Equal([401, 302], new[] { two, root }.Select(answer => (int)answer.StatusCode));
    }

    [Fact]
    public async Task Signing_out_of_a_share_takes_the_cookie_away()
    {
        Add("leave", user: User);
        using var browser = server.Open(place);
        using var signedIn = await browser.SubmitAsync("/share/leave/", ("user", User), ("password", Password));
        using var answer = await browser.SubmitAsync("/share/leave/sign-out");
        using var after = await browser.GetAsync("/share/leave/");

        Assert.Equal([303, 401], new[] { answer, after }.Select(one => (int)one.StatusCode));
    }

    [Fact]
    public async Task Uses_are_counted()
    {
        Add("counted");
        using var browser = server.Open(place);
        for (var i = 0; i < 3; i++)
        {
            using var answer = await browser.GetAsync(Link("counted"));
        }
        // What there is not, and what is asked for in a wrong way, is not shown and not counted.
        foreach (var path in new[] { "g/nothing/day.svg", "?range=never", "?colour=red" })
        {
            using var refused = await browser.GetAsync(Link("counted") + path);
            Assert.InRange((int)refused.StatusCode, 400, 404);
        }
        server.Services.GetRequiredService<ShareUses>().Flush();

        Assert.Equal((3, server.Clock.GetUtcNow().ToUnixTimeSeconds()), (Shares.Find("counted")!.Uses, Shares.Find("counted")!.LastUse!.Value.ToUnixTimeSeconds()));
    }

    [Fact]
    public async Task Only_the_pages_that_a_share_names_may_frame_it()
    {
        Add("framed", frames: ["https://www.example.net"]);
        Add("unframed");
        using var framed = await server.Client.GetAsync(Link("framed"));
        using var unframed = await server.Client.GetAsync(Link("unframed"));

        Assert.EndsWith("frame-ancestors https://www.example.net", Assert.Single(framed.Headers.GetValues("Content-Security-Policy")));
        Assert.EndsWith("frame-ancestors 'none'", Assert.Single(unframed.Headers.GetValues("Content-Security-Policy")));
    }

    [Fact]
    public async Task A_browser_that_shows_a_page_opens_no_window_of_its_own()
    {
        Add("window", user: User);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/share/window/g/{server.Graph}/day.svg");
        request.Headers.Add("Sec-Fetch-Mode", "no-cors");
        request.Headers.Accept.ParseAdd("image/avif,image/webp,*/*");

        using var answer = await server.Client.SendAsync(request);

        Assert.Equal("Form realm=\"Metrics\"", answer.Headers.WwwAuthenticate.ToString());
    }

    private void Add(string name, string? user = null, string[]? ranges = null, DateTimeOffset? until = null, string[]? frames = null)
    {
        var draft = new ShareDraft(
            name, "", "note of the operator", ShareScope.Of("section:network"), [.. ranges ?? []], until?.ToString("yyyy-MM-dd") ?? "", user, [.. frames ?? []]);
        Assert.Empty(draft.Faults(server.Clock.GetUtcNow(), TimeZoneInfo.Utc));
        Shares.Add(draft, user is null ? null : server.Services.GetRequiredService<Passwords>().Hash(Password), "", TimeZoneInfo.Utc);
    }

    private string Link(string name) => "/" + Shares.Find(name)!.Path(Links);

    private static string Encoding(byte[] bytes) => System.Text.Encoding.Latin1.GetString(bytes);

    private static string Headers(HttpResponseMessage answer) =>
        string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(',', header.Value)}"));

    [GeneratedRegex("<input type=\"hidden\"[^>]*>")]
    private static partial Regex Token();

    [GeneratedRegex("<h3><a href=\"\\.(/g/[^\"?]*)")]
    private static partial Regex GraphLink();
}
