using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Metrics.Web.Tests.Prometheus;

public class QueryTests(TestServer server) : IClassFixture<TestServer>
{
    /// <summary>In is 10, out 11, the temperature 12, the share 13 %; worked out by hand.</summary>
    [Theory]
    [InlineData("metrics_series_celsius", "12")]
    [InlineData("{series=~\"net.*in\"}", "10")]
    [InlineData("{__name__=~\"metrics_.+\",series!~\"net.*|myst.*\"} # only the temperature", "12")]
    [InlineData("metrics_series_bytes_per_second{label!=\"In\"}", "11")]
    [InlineData("sum(metrics_series_bytes_per_second)", "21")]
    [InlineData("avg by (__name__) (metrics_series_bytes_per_second)", "10.5")]
    [InlineData("max(metrics_series_bytes_per_second) without (series, label)", "11")]
    [InlineData("count({series!=\"\"})", "4")]
    [InlineData("min_over_time(metrics_series_celsius[1m])", "12")]
    [InlineData("max_over_time(metrics_series_celsius[5s])", "12")]
    [InlineData("sum_over_time(metrics_series_celsius[1m])", "72")]
    [InlineData("avg_over_time(metrics_series_celsius[1m30s]) * 2", "24")]
    [InlineData("last_over_time({series=\"net.eth9.in\"}[1h])", "10")]
    [InlineData("sum(metrics_series_bytes_per_second) / count(metrics_series_bytes_per_second)", "10.5")]
    [InlineData("2 + 3 * -2 ^ 2 ^ 0 - (7 % 4) / 2e0", "-5.5")]
    [InlineData("1 / 0", "+Inf")]
    [InlineData("-metrics_series_celsius", "-12")]
    [InlineData("metrics_series_celsius offset 1m", "12")]
    [InlineData("metrics_series_celsius offset -30s + 1", "13")]
    [InlineData("max_over_time(metrics_series_celsius[1m] offset 2m)", "12")]
    [InlineData("topk(1, metrics_series_bytes_per_second)", "11")]
    [InlineData("bottomk by (label) (1, {series=\"net.eth9.in\"})", "10")]
    [InlineData("sum(topk(2, {series!=\"\"}) without (label, __name__, series))", "23")]
    public async Task A_query_comes_to_a_value(string query, string expected)
    {
        var answer = await server.AskAsync("query", ("query", query), ("time", (server.Newest - 60).ToString(CultureInfo.InvariantCulture)));

        Assert.Equal("success", answer.GetProperty("status").GetString());
        var result = answer.GetProperty("data").GetProperty("result");
        var point = result[0].ValueKind == JsonValueKind.Object ? Assert.Single(result.EnumerateArray()).GetProperty("value") : result;
        Assert.Equal(expected, point[1].GetString());
    }

    [Theory]
    [InlineData("", 400, "1:1: parse error: expected a number, a metric or a function, found the end.")]
    [InlineData("{}", 400, "1:1: parse error: a selector takes at least one condition that an empty label does not fulfil.")]
    [InlineData("{series=~\".*\"}", 400, "1:1: parse error: a selector takes at least one condition that an empty label does not fulfil.")]
    [InlineData("a{b}", 400, "1:4: parse error: expected =, !=, =~ or !~, found \"}\".")]
    [InlineData("a{b=\"c}", 400, "1:5: parse error: a text that does not end.")]
    [InlineData("a{b=~\"(\"}", 400, "1:6: parse error: the pattern cannot be read: InsufficientClosingParentheses.")]
    [InlineData("a{b=~\"(?=x)\"}", 400, "1:6: parse error: the pattern looks ahead or back, which RE2 does not know either.")]
    [InlineData("1 +", 400, "1:4: parse error: expected a number, a metric or a function, found the end.")]
    [InlineData("1 2", 400, "1:3: parse error: expected an operator or the end, found \"2\".")]
    [InlineData("a; drop", 400, "1:2: parse error: unexpected character \";\".")]
    [InlineData("a\u001b[31m", 400, "1:2: parse error: unexpected character \"\uFFFD\".")]
    [InlineData("max_over_time(a[5])", 400, "1:17: parse error: expected a duration longer than zero, such as 5m or 1h30m, found \"5\".")]
    [InlineData("max_over_time(a[-1m])", 400, "1:17: parse error: expected a duration longer than zero, such as 5m or 1h30m, found \"-\".")]
    [InlineData("max_over_time(a[0s])", 400, "1:17: parse error: expected a duration longer than zero, such as 5m or 1h30m, found \"0s\".")]
    [InlineData("a offset 5", 400, "1:10: parse error: expected a duration longer than zero, such as 5m or 1h30m, found \"5\".")]
    [InlineData("topk(a)", 400, "1:6: parse error: topk takes a number from 1 and then series, such as topk(5, name); found \"a\".")]
    [InlineData("bottomk(0, a)", 400, "1:9: parse error: bottomk takes a number from 1 and then series, such as bottomk(5, name); found \"0\".")]
    [InlineData("topk(5)", 400, "1:7: parse error: expected \",\", found \")\".")]
    [InlineData("sum(1)", 400, "1:1: sum takes series, not a number.")]
    [InlineData("rate(a[5m])", 422, "1:1: rate is not for the series here: their values are rates already. Write the selector alone, or avg_over_time.")]
    [InlineData("a @ 5", 422, "1:3: @ is not answered here; offset is.")]
    [InlineData("a > 1", 422, "1:3: the operator \">\" is not answered here.")]
    [InlineData("a and b", 422, "1:3: the operator \"and\" is not answered here.")]
    [InlineData("a / on (b) c", 422, "1:5: \"on\" is not answered here; both sides of an operator are matched on all their labels.")]
    [InlineData("a[5m]", 422, "1:2: a range such as [5m] is taken in avg_, min_, max_, sum_ and last_over_time only.")]
    [InlineData("max_over_time(a[5m:1m])", 422, "1:19: queries within queries are not answered here.")]
    public async Task What_is_not_understood_is_said_in_the_words_of_prometheus(string query, int status, string message)
    {
        using var answer = await server.Client.GetAsync(PrometheusClient.Address("query", ("query", query)));
        var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("error", error.GetProperty("status").GetString());
        Assert.Equal(status == 400 ? "bad_data" : "execution", error.GetProperty("errorType").GetString());
        Assert.Equal(message, error.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_function_that_is_not_answered_is_named_with_those_that_are()
    {
        var answer = await server.AskAsync("query", ("query", "stddev(a)"));

        Assert.Equal("1:1: the function \"stddev\" is not answered here; there are avg_over_time, min_over_time, max_over_time, sum_over_time, "
            + "last_over_time and the aggregations avg, min, max, sum, count, topk, bottomk.", answer.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("query_range?query=1&start=0&end=11000&step=1", "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)")]
    [InlineData("query_range?query=1&start=2&end=1&step=1", "end timestamp must not be before start time")]
    [InlineData("query_range?query=1&start=1&end=2&step=0", "zero or negative query resolution step widths are not accepted. Try a positive integer")]
    [InlineData("query_range?query=1&start=1&end=2&step=-1m", "zero or negative query resolution step widths are not accepted. Try a positive integer")]
    [InlineData("query_range?query=1&start=1&end=2&step=x", "The parameter step takes seconds or a duration longer than zero, such as 15, 5m or 1h30m; found \"x\".")]
    [InlineData("query_range?query=1&start=1&end=2&step=5m1h", "The parameter step takes seconds or a duration longer than zero, such as 15, 5m or 1h30m; found \"5m1h\".")]
    [InlineData("query_range?query=1&start=1&end=2", "The parameter step is needed.")]
    [InlineData("query_range?query=1&end=2&step=1", "The parameter start is needed.")]
    [InlineData("query?query=1&time=NaN", "The parameter time takes seconds since the epoch or RFC 3339, from 1970 to 2106.")]
    [InlineData("query?query=1&time=-1", "The parameter time takes seconds since the epoch or RFC 3339, from 1970 to 2106.")]
    [InlineData("query?query=1&time=1e300", "The parameter time takes seconds since the epoch or RFC 3339, from 1970 to 2106.")]
    [InlineData("query?query=1&query=2", "The parameter query comes 2 times; it takes one value.")]
    [InlineData("query?quary=1", "There is no parameter \"quary\" here; did you mean \"query\"?")]
    [InlineData("query", "The parameter query is needed.")]
    [InlineData("series", "no match[] parameter provided")]
    [InlineData("labels?limit=-1", "The parameter limit takes a whole number.")]
    public async Task A_parameter_out_of_bounds_is_refused(string rest, string message)
    {
        using var answer = await server.Client.GetAsync($"/prometheus/api/v1/{rest}");
        var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(message, error.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Times_are_taken_in_rfc_3339_and_steps_as_durations()
    {
        var moment = DateTimeOffset.FromUnixTimeSeconds(server.Newest - 60);
        var answer = await server.AskAsync("query_range", ("query", "metrics_series_celsius"),
            ("start", moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
            ("end", moment.AddSeconds(60).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)), ("step", "1m"));

        var values = answer.GetProperty("data").GetProperty("result")[0].GetProperty("values").EnumerateArray();
        Assert.Equal([server.Newest - 60, server.Newest], values.Select(point => point[0].GetInt64()));
    }

    /// <summary>Each would take a naive reader down: by its stack, by an exponential match, by its rows.</summary>
    [Fact]
    public async Task Hostile_queries_get_an_answer()
    {
        string[] queries =
        [
            new('(', 3_000), new('-', 3_000), string.Concat(Enumerable.Repeat("1^", 2_000)) + "1", new('a', 9_000), "{series=~\"(a+)+b\"}",
            "{series=~\"(.{0,400}){0,400}!\"}", "{series=~\"" + new string('(', 400) + "\"}", "max_over_time({series!=\"\"}[29y])", "max_over_time({series!=\"\"}[99y])", "{series!=\"\"} offset 99y", "{series!=\"\"} offset -99y",
            "max_over_time({series!=\"\"}[29y] offset 29y)", "topk(2147483647, {series!=\"\"})",
        ];
        foreach (var query in queries)
        {
            var answer = await server.PostAsync("query", ("query", query));
            Assert.Contains(answer.GetProperty("status").GetString(), (string[])["success", "error"]);
        }
    }
}
