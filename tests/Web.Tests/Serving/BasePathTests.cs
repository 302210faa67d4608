using System.Net;
using Metrics.Web.Configuration;

namespace Metrics.Web.Tests.Serving;

public sealed class BasePathTests(BasePathTests.ProxiedServer server) : IClassFixture<BasePathTests.ProxiedServer>
{
    /// <summary>A server below a path.</summary>
    public sealed class ProxiedServer : TestServer
    {
        private protected override void Prepare(MetricsSettings settings) => settings.Server.BasePath = "/stats/metrics";
    }

    [Theory, InlineData("/stats/metrics/"), InlineData("/")]
    public async Task The_path_may_be_taken_away_by_the_proxy_or_not(string path)
    {
        using var page = await server.GetPageAsync(path);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("href=\"./assets/", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Without_its_last_slash_the_path_leads_to_where_relative_links_are_right()
    {
        using var answer = await server.GetPageAsync("/stats/metrics?refresh=off");

        Assert.Equal(HttpStatusCode.PermanentRedirect, answer.StatusCode);
        Assert.Equal("metrics/?refresh=off", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Forms_and_their_cookies_stay_below_the_path()
    {
        using var answer = await server.GetPageAsync("/stats/metrics/shares");

        Assert.Contains("path=/stats/metrics", Assert.Single(answer.Headers.GetValues("Set-Cookie")));
    }
}
