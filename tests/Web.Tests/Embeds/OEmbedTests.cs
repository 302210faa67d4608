using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Metrics.Web.Embeds;

namespace Metrics.Web.Tests.Embeds;

public class OEmbedTests(TestServer server) : IClassFixture<TestServer>
{
    private string Root => server.Client.BaseAddress!.ToString().TrimEnd('/');

    [Theory]
    [InlineData("/g/net.eth9", "/g/net.eth9/day.png")]
    [InlineData("/g/net.eth9/week?refresh=off", "/g/net.eth9/week.png")]
    [InlineData("/embed/net.eth9/year", "/g/net.eth9/year.png")]
    public async Task A_page_that_others_may_not_frame_is_a_photo(string path, string expected)
    {
        var answer = await AskAsync(Root + path);

        Assert.Equal("photo", answer.GetProperty("type").GetString());
        Assert.Equal("1.0", answer.GetProperty("version").GetString());
        Assert.Equal($"{Root}{expected}?w=620&h=200", answer.GetProperty("url").GetString());
    }

    [Theory]
    [InlineData("", "?w=620&h=200")]
    [InlineData("&maxwidth=300&maxheight=100", "?w=300&h=100")]
    public async Task A_picture_is_a_photo_of_a_size_that_fits(string limits, string expected)
    {
        var answer = await AskAsync($"{Root}/g/net.eth9/month.png", limits);

        Assert.Equal("photo", answer.GetProperty("type").GetString());
        var picture = answer.GetProperty("url").GetString();
        Assert.Equal($"{Root}/g/net.eth9/month.png{expected}", picture);
        using var drawn = await server.Client.GetAsync(picture);
        Assert.Equal(HttpStatusCode.OK, drawn.StatusCode);
    }

    [Fact]
    public async Task The_page_of_a_graph_says_where_to_ask()
    {
        var page = await server.Client.GetStringAsync($"/g/{server.Graph}");
        var link = System.Text.RegularExpressions.Regex.Match(page, "<link rel=\"alternate\" type=\"application/json\\+oembed\"[^>]* href=\"([^\"]+)\"").Groups[1].Value;
        using var answer = await server.Client.GetAsync(WebUtility.HtmlDecode(link));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public void A_hostile_title_stays_text()
    {
        var html = OEmbed.Frame("https://stats.example/s/x/embed/a/day", "Uplinks <script>", "host", 660, 310).Html!;

        Assert.Contains("Uplinks &lt;script&gt;", html);
        Assert.DoesNotContain("<script", html);
    }

    [Theory]
    [InlineData("http://evil.example/g/net.eth9")]
    [InlineData("http://127.0.0.1:1/g/net.eth9")]
    [InlineData("https://user@127.0.0.1/g/net.eth9")]
    [InlineData("//127.0.0.1/g/net.eth9")]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    public async Task Addresses_of_others_are_refused(string url)
    {
        using var answer = await server.Client.GetAsync($"/oembed?url={Uri.EscapeDataString(url)}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/g/nothing", "", 404)]
    [InlineData("/g/net.eth9/hour", "", 404)]
    [InlineData("/g/net.eth9/day.exe", "", 404)]
    [InlineData("/g/..%2f..%2fetc/day.png", "", 404)]
    [InlineData("/status", "", 404)]
    [InlineData("/g/net.eth9", "&maxwidth=10", 400)]
    [InlineData("/g/net.eth9", "&maxheight=x", 400)]
    [InlineData("/g/net.eth9", "&format=xml", 501)]
    [InlineData("/g/net.eth9", "&callback=x", 400)]
    public async Task What_is_no_graph_here_is_refused(string path, string rest, int status)
    {
        using var answer = await server.Client.GetAsync($"/oembed?url={Uri.EscapeDataString(Root + path)}{rest}");

        Assert.Equal(status, (int)answer.StatusCode);
    }

    private async Task<JsonElement> AskAsync(string url, string rest = "")
    {
        using var answer = await server.Client.GetAsync($"/oembed?url={Uri.EscapeDataString(url)}{rest}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
