using System.Net;
using Metrics.Web.Configuration;
using Metrics.Web.OldAddresses;

namespace Metrics.Web.Tests.OldAddresses;

public class OldAddressTests(OldAddressTests.Server server) : IClassFixture<OldAddressTests.Server>
{
    [Theory]
    [InlineData("/eth9.html", "./g/net.eth9")]
    [InlineData("/mrtg-rrd.cgi/eth9-week.png?x=1", "../g/net.eth9/week.png")]
    public async Task Who_comes_by_an_old_address_is_sent_on_for_ever(string old, string expected)
    {
        using var answer = await server.Client.GetAsync(old);

        Assert.Equal(HttpStatusCode.MovedPermanently, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/eth8.html")]
    [InlineData("/eth9.html%00")]
    [InlineData("/eth9%2Ehtml%0d%0aX-Evil:%20yes")]
    public async Task Other_addresses_stay_what_they_are(string path)
    {
        using var answer = await server.Client.GetAsync(path);

        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.BadRequest]);
        Assert.False(answer.Headers.Contains("X-Evil"));
    }

    /// <summary>A server that took the place of an MRTG.</summary>
    public sealed class Server : TestServer
    {
        private protected override void Prepare(MetricsSettings settings) => settings.OldAddresses = OldAddressMap.Read("map", "eth9 net.eth9\n", []);
    }
}
