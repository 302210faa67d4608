using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Metrics.Web.Tests.Live;

public class LiveEndpointTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("/bar/eth9.svg", "image/svg+xml"), InlineData("/bar/eth9.svg?w=234&h=24&theme=dark", "image/svg+xml"), InlineData("/bar/eth9.png?scale=2", "image/png")]
    [InlineData("/bar/eth9.txt", "text/plain"), InlineData("/bar/eth9.json", "application/json"), InlineData("/badge/net.eth9.out.svg", "image/svg+xml")]
    [InlineData("/live", "text/html"), InlineData("/live/eth9", "text/html"), InlineData("/bars/eth9", "text/html")]
    public async Task Bandwidth_comes_in_every_form(string path, string type)
    {
        using var answer = await server.GetPageAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/bar/eth0.svg", 404), InlineData("/bar/..%2feth9.txt", 404), InlineData("/live/%3Cscript%3E", 404), InlineData("/bars/eth0", 404)]
    [InlineData("/badge/nothing.svg", 404), InlineData("/bar/eth9.svg?w=1", 400), InlineData("/bar/eth9.txt?w=200", 400), InlineData("/live?range=day", 400)]
    public async Task There_is_nothing_else(string path, int status)
    {
        using var answer = await server.GetPageAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task The_numbers_say_what_they_are_of()
    {
        var answer = await server.Client.GetFromJsonAsync<JsonElement>("/bar/eth9.json", TestContext.Current.CancellationToken);

        Assert.Equal("eth9", answer.GetProperty("interface").GetString());
        Assert.Equal(server.Newest, answer.GetProperty("time").GetInt64());
        Assert.Equal(10, answer.GetProperty("step").GetInt32());
        Assert.False(answer.TryGetProperty("speed", out _));
    }

    [Fact]
    public async Task The_bars_move_by_themselves_inside_a_frame_of_this_server_until_they_are_paused()
    {
        using var moving = await server.GetPageAsync("/bars/eth9");
        using var paused = await server.GetPageAsync("/bars/eth9?refresh=off");
        using var picture = await server.GetPageAsync("/bar/eth9.svg");
        var page = await (await server.GetPageAsync("/live/eth9?refresh=off")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("<meta http-equiv=\"refresh\" content=\"10\"", await moving.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain("http-equiv=\"refresh\"", await paused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("frame-ancestors 'self'", moving.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("10", picture.Headers.GetValues("Refresh").Single());
        Assert.Contains("src=\"../bars/eth9?refresh=off\"", page);
        Assert.Contains("the speed of the line is not known", page);
    }

    [Fact]
    public async Task A_stream_of_events_opens_at_once_and_is_kept_by_nobody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        using var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("retry: 10000", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }
}
