using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Metrics.Web.Tests.Access;

namespace Metrics.Web.Tests.Api;

/// <summary>Where there are users, programs need one too.</summary>
public class ClosedTests(SecuredServer server) : IClassFixture<SecuredServer>
{
    [Theory]
    [InlineData("/api/v1/series")]
    [InlineData("/api/v1/fetch?series=net.eth9.in")]
    [InlineData("/api/v1/graphs")]
    [InlineData("/api/v1/status")]
    [InlineData("/api/v1/shares")]
    [InlineData("/openapi.json")]
    [InlineData("/metrics")]
    [InlineData("/oembed?url=x")]
    [InlineData("/prometheus/api/v1/query?query=1")]
    [InlineData("/prometheus/api/v1/query_range?query=1&start=1&end=2&step=1")]
    [InlineData("/prometheus/api/v1/labels")]
    [InlineData("/prometheus/api/v1/label/series/values")]
    [InlineData("/prometheus/api/v1/series?match[]=x")]
    [InlineData("/prometheus/api/v1/metadata")]
    [InlineData("/prometheus/api/v1/status/buildinfo")]
    public async Task Nothing_is_told_without_a_user(string path)
    {
        using var answer = await server.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("net.eth9", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(SecuredServer.Administrator, HttpStatusCode.OK)]
    [InlineData(SecuredServer.Owner, HttpStatusCode.Forbidden)]
    public async Task A_form_of_grafana_carries_its_password_as_http_basic(string user, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/prometheus/api/v1/query");
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("query", "1+1"), KeyValuePair.Create("time", "4")]);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{SecuredServer.Password}")));
        using var answer = await server.Client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }
}
