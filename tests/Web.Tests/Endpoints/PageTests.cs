using System.Net;
using System.Text.RegularExpressions;

namespace Metrics.Web.Tests.Endpoints;

public partial class PageTests(TestServer server) : IClassFixture<TestServer>
{
    /// <summary>Budget of the design for a page, compressed; these are not.</summary>
    private const int MostPageBytes = 200_000;

    private string GraphPath => $"/g/{Uri.EscapeDataString(server.Graph)}";

    [Theory, InlineData("/"), InlineData("/status"), InlineData("graph"), InlineData("/?range=week&theme=dark&refresh=off")]
    public async Task A_page_is_whole_and_escaped(string path)
    {
        var html = await GetAsync(path);

        Assert.StartsWith("<!DOCTYPE html>", html);
        Assert.EndsWith("</html>", html.TrimEnd());
        Assert.Contains("test &lt;host&gt;", html);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotMatch(StyleAttribute(), html);
        Assert.InRange(html.Length, 1, MostPageBytes);
    }

    [Theory, InlineData("/"), InlineData("/status"), InlineData("graph")]
    public async Task Every_link_and_picture_of_a_page_is_relative_and_there(string path)
    {
        var html = await GetAsync(path);
        var page = new Uri(server.Client.BaseAddress!, path == "graph" ? GraphPath : path);
        var addresses = Address().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Distinct().ToList();

        Assert.NotEmpty(addresses);
        foreach (var address in addresses.Where(address => !address.StartsWith('#')))
        {
            Assert.DoesNotMatch("^(/|[a-z]+:)", address);
            using var answer = await server.Client.GetAsync(new Uri(page, address));
            Assert.True(answer.IsSuccessStatusCode, $"{address} answers {(int)answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/?refresh=off", false)]
    [InlineData("graph", true)]
    public async Task A_page_loads_itself_again_unless_it_is_paused(string path, bool refreshes)
    {
        var html = await GetAsync(path);

        Assert.Equal(refreshes, html.Contains("<meta http-equiv=\"refresh\""));
        Assert.Contains(refreshes ? ">pause</a>" : ">refresh</a>", html);
    }

    [Fact]
    public async Task A_new_installation_refreshes_every_ten_seconds_and_says_that_it_runs()
    {
        var html = await GetAsync("/");

        Assert.Contains("It is running", html);
        Assert.Contains("refreshes every 10 s", html);
    }

    [Fact]
    public async Task A_link_keeps_what_the_reader_chose()
    {
        var html = await GetAsync("/?theme=dark&refresh=off&range=week");

        Assert.Contains("data-theme=\"dark\"", html);
        Assert.Contains("href=\"./status?refresh=off&amp;theme=dark\"", html);
        Assert.Contains("href=\"?range=month&amp;refresh=off&amp;theme=dark\"", html);
        Assert.DoesNotContain("prefers-color-scheme", html);
    }

    [Theory]
    [InlineData("/?refersh=off", 400, "There is no parameter &quot;refersh&quot; here; did you mean &quot;refresh&quot;?")]
    [InlineData("/?refresh=5", 400, "The parameter refresh takes off, or 10 to 3600 seconds.")]
    [InlineData("/?range=decade", 400, "The parameter range takes 6h, day, week, month, year.")]
    [InlineData("/?theme=pink", 400, "The parameter theme takes auto, light or dark.")]
    [InlineData("/?theme=dark&theme=light", 400, "The parameter theme comes 2 times; it takes one value.")]
    [InlineData("/status?range=day", 400, "There is no parameter &quot;range&quot; here; there are refresh, theme.")]
    [InlineData("/nothing", 404, "There is nothing at this address.")]
    [InlineData("/nothing/at/all", 404, "There is nothing at this address.")]
    [InlineData("/g/nothing", 404, "There is no such graph.")]
    [InlineData("/g/..%2f..%2fetc%2fpasswd", 404, "There is no such graph.")]
    [InlineData("/?%3Cscript%3E=1", 400, "There is no parameter &quot;&lt;script&gt;&quot; here; there are range, refresh, theme.")]
    public async Task A_wrong_address_gets_a_page_that_says_what_is_wrong(string path, int status, string sentence)
    {
        using var answer = await server.GetPageAsync(path);
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(sentence, html);
        Assert.DoesNotContain("test &lt;host&gt;", html);
    }

    private async Task<string> GetAsync(string path)
    {
        using var answer = await server.GetPageAsync(path == "graph" ? GraphPath : path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Address();

    [GeneratedRegex("<[^>]* style=")]
    private static partial Regex StyleAttribute();
}
