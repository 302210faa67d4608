using System.Net;
using System.Net.Http.Headers;
using Metrics.RrdStore;
using Metrics.Web.Shares;
using Metrics.Web.Tests.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Web.Tests.Pages;

/// <summary>Pages that are given again, and who gets them.</summary>
public sealed class KeptPageTests(SecuredServer server) : IClassFixture<SecuredServer>
{
    private const string Place = "198.51.100.81";

    [Theory, InlineData("/"), InlineData("/network"), InlineData("/g/net.eth9"), InlineData("/g/net.eth9/week"), InlineData("/embed/net.eth9/day"), InlineData("/live"), InlineData("/live/eth9"), InlineData("/bars/eth9")]
    public async Task A_page_that_has_not_changed_is_not_sent_again(string path)
    {
        using var browser = server.Open(Place);
        using var signedIn = await browser.SignInAsync();
        using var first = await browser.GetAsync(path);
        using var again = await AskAsync(browser, path, first);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.True(first.Headers.CacheControl is { Private: true, NoCache: true });
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task New_data_another_minute_other_graphs_and_other_parameters_make_another_page()
    {
        using var browser = server.Open(Place);
        using var signedIn = await browser.SignInAsync();
        var store = server.Services.GetRequiredService<RoundRobinStore>();
        Assert.True(store.TryFind(SeriesName.Parse("net.eth9.in"), out var series));
        List<EntityTagHeaderValue?> tags = [await TagAsync("/")];

        store.Append([Reading.Of(series.Id, (server.Newest + 10) * 1_000_000, 1)]);
        tags.Add(await TagAsync("/"));
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        tags.Add(await TagAsync("/"));
        server.Configure(new("another") { Section = "network", Series = ["net.*"] });
        tags.Add(await TagAsync("/"));
        store.Define(series.Definition with { Name = SeriesName.Parse("net.eth7.in") });
        tags.Add(await TagAsync("/"));
        tags.Add(await TagAsync("/?theme=dark"));
        tags.Add(await TagAsync("/?range=week"));

        Assert.Equal(tags.Count, tags.Distinct().Count());

        async Task<EntityTagHeaderValue?> TagAsync(string path)
        {
            using var answer = await browser.GetAsync(path);
            Assert.NotNull(answer.Headers.ETag);
            return answer.Headers.ETag;
        }
    }

    [Fact]
    public async Task Nobody_gets_the_page_of_another()
    {
        using var anna = server.Open(Place);
        using var signedIn = await anna.SignInAsync();
        using var paula = server.Open();
        using var hers = await anna.GetAsync("/");
        using var other = await paula.SendAsync(Named(SecuredServer.Proxied, hers.Headers.ETag!));

        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.NotEqual(hers.Headers.ETag, other.Headers.ETag);
        Assert.Contains($"Sign out {SecuredServer.Administrator}", await hers.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"Sign out {SecuredServer.Proxied}", await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        static HttpRequestMessage Named(string user, EntityTagHeaderValue known) =>
            new(HttpMethod.Get, "/") { Headers = { { "X-Remote-User", user }, { "If-None-Match", known.ToString() } } };
    }

    [Fact]
    public async Task Who_has_signed_out_or_may_not_see_a_page_is_not_told_that_it_has_not_changed()
    {
        using var anna = server.Open(Place);
        using var signedIn = await anna.SignInAsync();
        using var page = await anna.GetAsync("/");
        using var otto = server.Open(Place);
        using var owner = await otto.SignInAsync(SecuredServer.Owner);
        using var forbidden = await AskAsync(otto, "/", page);
        using var signedOut = await anna.SubmitAsync("/sign-out");
        using var gone = await AskAsync(anna, "/", page);

        Assert.Equal(HttpStatusCode.SeeOther, forbidden.StatusCode);
        Assert.Equal(HttpStatusCode.Found, gone.StatusCode);
    }

    [Fact]
    public async Task A_visitor_has_pages_and_pictures_of_his_share_only_and_none_once_it_is_revoked()
    {
        var shares = server.Services.GetRequiredService<ShareDirectory>();
        var links = server.Services.GetRequiredService<ShareLinks>();
        var (one, other) = (Share("kept-one"), Share("kept-other"));
        using var visitor = server.Open(Place);
        using var first = await visitor.GetAsync(one);
        using var again = await AskAsync(visitor, one, first);
        using var elsewhere = await AskAsync(visitor, other, first);
        using var picture = await visitor.GetAsync(one + "g/net.eth9/day.svg");
        shares.Revoke("kept-one");
        using var gone = await AskAsync(visitor, one, first);
        using var noPicture = await AskAsync(visitor, one + "g/net.eth9/day.svg", picture);

        Assert.Equal([200, 304, 200, 200, 410, 410], new[] { first, again, elsewhere, picture, gone, noPicture }.Select(answer => (int)answer.StatusCode));

        string Share(string name)
        {
            Assert.True(shares.Add(new ShareDraft(name, "", "", ShareScope.Of("net.eth9"), [], "", null, []), null, "", TimeZoneInfo.Utc));
            return "/" + shares.Find(name)!.Path(links);
        }
    }

    [Theory, InlineData("br"), InlineData("gzip"), InlineData("identity")]
    public async Task A_page_that_is_kept_is_sent_as_its_reader_can_take_it(string encoding)
    {
        using var browser = server.Open(Place);
        using var signedIn = await browser.SignInAsync();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/network") { Headers = { { "Accept-Encoding", encoding } } });

            Assert.Equal(encoding == "identity" ? [] : [encoding], answer.Content.Headers.ContentEncoding);
            Assert.Equal(["Accept-Encoding"], answer.Headers.Vary);
            Assert.Equal(encoding == "identity", (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("</html>", StringComparison.Ordinal));
        }
    }

    private static Task<HttpResponseMessage> AskAsync(FormClient browser, string path, HttpResponseMessage known) =>
        browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "If-None-Match", known.Headers.ETag!.ToString() } } });
}
