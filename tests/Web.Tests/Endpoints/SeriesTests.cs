using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Metrics.Web.Tests.Endpoints;

public class SeriesTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Series_are_listed_by_name_with_their_newest_value()
    {
        var list = await GetAsync("/api/v1/series?prefix=net.eth9.");

        var series = list.GetProperty("series").EnumerateArray().ToList();
        Assert.Equal(["net.eth9.in", "net.eth9.out"], series.Select(one => one.GetProperty("name").GetString()));
        Assert.Equal("By/s", series[0].GetProperty("unit").GetString());
        Assert.Equal(10, series[0].GetProperty("step").GetInt32());
        Assert.Equal(10, series[0].GetProperty("value").GetDouble());
        Assert.Equal(11, series[1].GetProperty("value").GetDouble());
    }

    [Theory]
    [InlineData("net.*.in", "net.eth9.in")]
    [InlineData("*temp1", "hwmon.test.temp1")]
    [InlineData("net", "")]
    public async Task Series_are_found_by_a_pattern(string pattern, string expected)
    {
        var list = await GetAsync($"/api/v1/series?match={Uri.EscapeDataString(pattern)}");

        Assert.Equal(expected, string.Join(' ', list.GetProperty("series").EnumerateArray().Select(one => one.GetProperty("name").GetString())));
    }

    [Fact]
    public async Task A_long_list_comes_in_parts()
    {
        var names = new List<string?>();
        string? after = null;
        do
        {
            var part = await GetAsync("/api/v1/series?limit=3" + (after is null ? "" : $"&after={Uri.EscapeDataString(after)}"));
            names.AddRange(part.GetProperty("series").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
            after = part.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (after is not null);

        Assert.Equal(["hwmon.test.temp1", "mystery.percent", "net.eth9.in", "net.eth9.out"], names);
    }

    [Fact]
    public async Task Rows_are_fetched_with_null_for_unknown()
    {
        // From 100 s before the first reading to the last: rows end at the readings, and before the first there is nothing.
        var from = server.Newest - 59 * 10 - 100;
        var result = await GetAsync($"/api/v1/fetch?series=net.eth9.in&series=net.eth9.out&from={from}&to={server.Newest}&step=10");

        Assert.Equal("average", result.GetProperty("cf").GetString());
        var series = result.GetProperty("series").EnumerateArray().ToList();
        Assert.Equal(2, series.Count);
        var (start, step) = (series[0].GetProperty("start").GetInt64(), series[0].GetProperty("step").GetInt64());
        Assert.Equal(10, step);
        var byTime = series[0].GetProperty("values").EnumerateArray().Select((value, i) => (Time: start + i * step, value)).ToDictionary(pair => pair.Time, pair => pair.value);
        Assert.Equal(JsonValueKind.Null, byTime[from + 20].ValueKind);
        Assert.Equal(10, byTime[server.Newest - 300].GetDouble());
    }

    [Theory]
    [InlineData("fetch", 400, "The parameter series is needed, 1 to 20 times; found 0.")]
    [InlineData("fetch?series=nope", 404, "There is no series nope.")]
    [InlineData("fetch?series=%00", 400, "The series name \"\uFFFD\" has the control character U+0000 at position 1.")]
    [InlineData("fetch?series=net.eth9.in&from=yesterday", 400,
        "The parameters from and to take RFC 3339, seconds since the epoch, now, or a time before now such as -36h.")]
    [InlineData("fetch?series=net.eth9.in&from=now&to=-1h", 400, "The parameter from must be before to, and both after 1970.")]
    [InlineData("fetch?series=net.eth9.in&step=0", 400, "The parameter step takes a whole number of seconds, at least 1.")]
    [InlineData("fetch?series=net.eth9.in&cf=median", 400, "The parameter cf takes average, minimum, maximum or last.")]
    [InlineData("fetch?series=net.eth9.in&stepp=10", 400, "There is no parameter \"stepp\" here; did you mean \"step\"?")]
    [InlineData("series?limit=0", 400, "The parameter limit takes a whole number from 1 to 10000.")]
    public async Task A_wrong_question_gets_problem_details(string rest, int status, string detail)
    {
        using var answer = await server.Client.GetAsync($"/api/v1/{rest}");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(detail, problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task The_api_describes_itself()
    {
        var document = await GetAsync("/openapi.json");

        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        Assert.Contains("/api/v1/series", paths);
        Assert.Contains("/api/v1/fetch", paths);
        Assert.Contains("/metrics", paths);
        Assert.DoesNotContain("/", paths);
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await server.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
