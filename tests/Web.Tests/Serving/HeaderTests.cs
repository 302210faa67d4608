using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Metrics.Web.Tests.Serving;

public class HeaderTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory, InlineData("/"), InlineData("/nothing"), InlineData("/metrics"), InlineData("/api/v1/series"), InlineData("/?x=1"), InlineData("/assets/0/none.css")]
    public async Task Every_answer_has_the_security_headers(string path)
    {
        using var answer = await server.Client.GetAsync(path);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none';", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Contains("script-src 'self';", policy);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("X-Powered-By"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.False(answer.Headers.Contains("blazor-enhanced-nav"));
    }

    [Theory, InlineData("/"), InlineData("/healthz"), InlineData("/nothing")]
    public async Task Head_is_answered_as_get_without_the_body(string path)
    {
        using var head = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        using var get = await server.Client.GetAsync(path);

        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1:9", 200)]
    [InlineData("[::1]:8080", 200)]
    [InlineData("evil.example", 421)]
    [InlineData("127.0.0.1.evil.example", 421)]
    [InlineData("10.0.0.1", 421)]
    public async Task Only_our_own_host_names_are_answered(string host, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        request.Headers.Host = host;

        using var answer = await server.Client.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory, InlineData("br"), InlineData("gzip")]
    public async Task Text_is_compressed_for_those_who_can_read_it(string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Accept-Encoding", encoding);
        request.Headers.Add("Accept", "text/html");

        using var answer = await server.Client.SendAsync(request);

        Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Assets_are_kept_for_ever()
    {
        using var page = await server.GetPageAsync("/");
        var html = await page.Content.ReadAsStringAsync();
        var sheet = html[html.IndexOf("./assets/", StringComparison.Ordinal)..];
        var path = sheet[1..sheet.IndexOf("metrics.css", StringComparison.Ordinal)];

        using var style = await server.Client.GetAsync(path + "metrics.css");
        using var font = await server.Client.GetAsync(path + "fonts/IBMPlexSans-Regular-Latin1.woff2");
        using var above = await server.Client.GetAsync(path + "..%2fmetrics.dll");

        Assert.Equal("text/css; charset=utf-8", style.Content.Headers.ContentType?.ToString());
        Assert.Contains("immutable", style.Headers.CacheControl?.ToString());
        Assert.Equal("font/woff2", font.Content.Headers.ContentType?.ToString());
        Assert.Equal(HttpStatusCode.NotFound, above.StatusCode);
    }

    [Theory, InlineData("POST"), InlineData("DELETE")]
    public async Task Nothing_can_be_changed_from_outside(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/");

        using var answer = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task A_request_line_that_is_no_http_is_refused()
    {
        using var socket = new TcpClient(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\nBad Header\r\n\r\n"u8.ToArray());

        using var reader = new StreamReader(stream, Encoding.ASCII);

        Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync());
    }
}
