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
        Assert.DoesNotContain("<script>", html);
        Assert.Equal(1, html.Split("<script").Length - 1);
        Assert.DoesNotMatch(StyleAttribute(), html);
        Assert.InRange(html.Length, 1, MostPageBytes);
    }

    [Theory, InlineData("/"), InlineData("host"), InlineData("/status"), InlineData("graph")]
    public async Task Every_link_and_picture_of_a_page_is_relative_and_there(string path)
    {
        path = path == "host" ? $"/host/{Environment.MachineName}/" : path;
        var html = await GetAsync(path);
        var page = new Uri(server.Client.BaseAddress!, path == "graph" ? GraphPath : path);
        var addresses = Address().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Distinct().ToList();

        Assert.NotEmpty(addresses);
        foreach (var address in addresses.Where(address => !address.StartsWith('#') && !address.StartsWith("data:", StringComparison.Ordinal)))
        {
            Assert.DoesNotMatch("^(/|[a-z]+:)", address);
            using var answer = await server.Client.GetAsync(new Uri(page, address));
            Assert.True(answer.IsSuccessStatusCode, $"{address} answers {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Another_host_is_not_there()
    {
        using var answer = await server.Client.GetAsync("/host/another/");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
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

    [Theory, InlineData("/help"), InlineData("/shares")]
    public async Task A_page_that_never_changes_by_itself_stands_still_and_the_pages_it_leads_to_do_not(string path)
    {
        var html = await GetAsync(path);

        Assert.DoesNotContain("http-equiv=\"refresh\"", html);
        Assert.DoesNotContain(">refresh</a>", html);
        Assert.Contains("href=\"./status\"", html);
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

    [Theory]
    [InlineData("from=-1h&to=now", 200, "rel=\"prev\"")]
    [InlineData("from=2026-03-01T00:00&to=2026-03-02 12:30", 200, "1 Mar 2026 00:00 to 2 Mar 2026 12:30")]
    [InlineData("from=&to=", 200, "<h2>Year</h2>")]
    [InlineData("from=%3Cb%3E&to=now", 400, "From takes a date and a time such as ")]
    [InlineData("from=-1h&to=", 400, "To takes a date and a time such as ")]
    [InlineData("from=2026-03-02&to=2026-03-01", 400, "From must be before To.")]
    [InlineData("from=1900-01-01&to=2026-03-01", 400, "From takes a date and a time such as ")]
    [InlineData("from=1980-01-01&to=2190-03-01", 400, "A graph shows 1 second to 100 years, from 1970 to 2200.")]
    public async Task The_page_of_a_graph_shows_a_time_of_ones_own_or_says_in_its_form_what_is_wrong(string query, int status, string text)
    {
        using var answer = await server.GetPageAsync($"{GraphPath}?{query}");
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(text, html);
        Assert.Contains("<form class=\"frm\"", html);
        Assert.DoesNotContain("value=\"<b>", html);
        Assert.Equal(status == 400, html.Contains("role=\"alert\""));
    }

    [Theory]
    [InlineData("zoom=1764000000,1764004000,46,886&at.x=466&at.y=9", "from=2025-11-24T16:25:00Z&to=2025-11-24T16:41:40Z")]
    [InlineData("zoom=1764000000,1764004000,46,886&at.x=3&at.y=9", "from=2025-11-24T16:00:00Z&to=2025-11-24T16:16:40Z")]
    [InlineData("zoom=1764000000,1764004000,46,886&at.x=0&at.y=0&theme=dark", "theme=dark&from=2025-11-24T16:50:00Z&to=2025-11-24T17:06:40Z")]
    public async Task A_click_into_a_graph_leads_to_a_quarter_of_its_time_around_the_point(string query, string expected)
    {
        using var answer = await server.GetPageAsync($"{GraphPath}?{query}");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"..{GraphPath}?{expected}", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("zoom=1764000000,1764004000,46,886&at.x=-4&at.y=9"), InlineData("zoom=1764000000,1764004000,46,46&at.x=4&at.y=9")]
    [InlineData("zoom=5,4,46,886&at.x=4&at.y=9"), InlineData("zoom=1,2,3&at.x=4&at.y=9"), InlineData("at.x=4&at.y=9"), InlineData("zoom=9999999999999999999,1,2,3&at.x=4&at.y=9")]
    public async Task A_click_that_no_browser_sends_is_refused(string query)
    {
        using var answer = await server.GetPageAsync($"{GraphPath}?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_graph_alone_may_stand_in_a_frame_of_this_server_and_no_other_page_may()
    {
        using var embedded = await server.GetPageAsync($"/embed/{Uri.EscapeDataString(server.Graph)}/day");
        using var page = await server.GetPageAsync(GraphPath);

        Assert.Contains("frame-ancestors 'self'", embedded.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains("frame-ancestors 'none'", page.Headers.GetValues("Content-Security-Policy").Single());
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
