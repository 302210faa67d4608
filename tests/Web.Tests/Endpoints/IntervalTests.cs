using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Metrics.Web.Tests.Endpoints;

/// <summary>Graphs of fixed intervals, and every range and size that is refused.</summary>
public class IntervalTests(TestServer server) : IClassFixture<TestServer>
{
    private string Path => $"/g/{Uri.EscapeDataString(server.Graph)}";

    [Fact]
    public async Task A_past_interval_may_be_kept_for_ever_and_is_not_drawn_again()
    {
        var address = $"{Path}/from/{server.Newest - 200_000}/to/{server.Newest - 190_000}.png";
        using var first = await server.Client.GetAsync(address);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.True(first.Headers.CacheControl!.Private);
        Assert.Equal(TimeSpan.FromDays(365), first.Headers.CacheControl.MaxAge);
        Assert.Contains("immutable", first.Headers.CacheControl.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory, InlineData("-36h", "-30h"), InlineData("-2h", "now"), InlineData("2026-01-01T00:00:00Z", "now")]
    public async Task An_interval_that_moves_with_the_clock_or_is_not_over_is_kept_for_a_step(string from, string to)
    {
        using var answer = await server.Client.GetAsync($"{Path}/from/{from}/to/{to}.svg");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange(answer.Headers.CacheControl!.MaxAge!.Value.TotalSeconds, 1, 10);
    }

    [Theory]
    [InlineData("1000/to/1000.png", "from must be before to.")]
    [InlineData("now/to/-1d.png", "from must be before to.")]
    [InlineData("0/to/31536000000.png", "A graph shows 1 second to 100 years, from 1970 to 2200.")]
    [InlineData("-9999999d/to/now.png", "A graph shows 1 second to 100 years, from 1970 to 2200.")]
    [InlineData("yesterday/to/now.png", "from and to take RFC 3339, seconds since the epoch, now, or a time before now such as -36h.")]
    [InlineData("-1d/to/now.png?w=23", "The parameter w takes a whole number from 120 to 4000.")]
    [InlineData("-1d/to/now.png?h=23", "The parameter h takes a whole number from 24 to 2000.")]
    [InlineData("-1d/to/now.png?w=4001", "The parameter w takes a whole number from 120 to 4000.")]
    [InlineData("-1d/to/now.png?zoom=2", "There is no parameter \"zoom\" here; there are w, h, theme, bg, legend, title, series, scale.")]
    [InlineData("-1d/to/now.png?series=%3Cscript%3E", "The parameter series takes names of this graph's series: net.eth9.in, net.eth9.out.")]
    public async Task A_wrong_interval_or_size_is_a_clear_answer(string rest, string detail)
    {
        using var answer = await server.Client.GetAsync($"{Path}/from/{rest}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(detail, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    [Theory, InlineData("/g/nowhere/day.png"), InlineData("/g/nowhere/from/-1d/to/now.svg"), InlineData("/g/%3Cscript%3E/day.svg")]
    public async Task A_graph_that_there_is_not_is_a_clear_answer(string address)
    {
        using var answer = await server.Client.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("There is no such graph.", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }
}
