using System.Net;
using Metrics.Web.Access;

namespace Metrics.Web.Tests.Access;

/// <summary>What headers of proxies mean when nobody has named the proxy: nothing.</summary>
public sealed class ProxyTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory, InlineData("X-Forwarded-For", "127.0.0.1"), InlineData("X-Real-IP", "127.0.0.1"), InlineData("Forwarded", "for=127.0.0.1"), InlineData("Via", "1.1 proxy")]
    public async Task A_request_through_an_unknown_proxy_is_not_at_this_machine(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task The_host_and_the_path_that_an_unknown_proxy_names_are_not_believed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("X-Forwarded-Prefix", "/evil");

        using var answer = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_user_that_is_named_without_the_configuration_saying_so_is_nobody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("X-Remote-User", "anna");
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");

        using var answer = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "11.1.2.3", false)]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8::1", "2001:db8::1", true)]
    [InlineData("unix", "127.0.0.1", false)]
    [InlineData("unix", null, true)]
    [InlineData("127.0.0.1", null, false)]
    public void Trust_is_in_the_addresses_that_are_named(string proxy, string? address, bool expected) =>
        Assert.Equal(expected, new ProxyTrust([proxy]).Trusts(address is null ? null : IPAddress.Parse(address)));
}
