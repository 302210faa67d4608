using System.Globalization;

namespace Metrics.Web.Tests.Prometheus;

/// <summary>The requests of Grafana's Prometheus data source, as its source has them (pkg/promlib: healthcheck.go, client.go;
/// packages/grafana-prometheus: resource_clients.ts), with the address <c>http://host:8080/prometheus</c>.</summary>
public class GrafanaTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_test_button_asks_what_1_plus_1_is_in_1970_and_who_answers()
    {
        var sum = await server.PostAsync("query", ("query", "1+1"), ("time", "4"));
        var build = await server.AskAsync("status/buildinfo");

        Assert.Equal("""{"status":"success","data":{"resultType":"scalar","result":[4,"2"]}}""", sum.GetRawText());
        Assert.Equal("2.24.0", build.GetProperty("data").GetProperty("version").GetString());
    }

    [Fact]
    public async Task The_metric_browser_lists_metrics_labels_and_values()
    {
        var (start, end) = (Text(server.Newest - 600), Text(server.Newest));
        var metrics = await server.AskAsync("label/__name__/values", ("limit", "40000"), ("start", start), ("end", end));
        var metadata = await server.AskAsync("metadata");
        var labels = await server.PostAsync("labels", ("limit", "40000"), ("start", start), ("end", end), ("match[]", "metrics_series_bytes_per_second"));
        var values = await server.AskAsync("label/series/values", ("start", start), ("end", end), ("match[]", "{__name__=\"metrics_series_bytes_per_second\"}"));

        Assert.Equal(["metrics_series_bytes_per_second", "metrics_series_celsius", "metrics_series_ratio"], metrics.GetProperty("data").Texts());
        Assert.Equal("gauge", metadata.GetProperty("data").GetProperty("metrics_series_celsius")[0].GetProperty("type").GetString());
        Assert.Equal(["__name__", "label", "series"], labels.GetProperty("data").Texts());
        Assert.Equal(["net.eth9.in", "net.eth9.out"], values.GetProperty("data").Texts());
    }

    [Fact]
    public async Task The_series_endpoint_answers_a_form_with_the_selector_of_everything()
    {
        var answer = await server.PostAsync("series", ("start", Text(server.Newest - 600)), ("end", Text(server.Newest)), ("match[]", "{__name__!=\"\"}"), ("limit", "40000"));

        Assert.Equal(["hwmon.test.temp1", "mystery.percent", "net.eth9.in", "net.eth9.out"],
            answer.GetProperty("data").EnumerateArray().Select(series => series.GetProperty("series").GetString()));
        Assert.Equal(TestServer.HostileLabel, answer.GetProperty("data")[0].GetProperty("label").GetString());
    }

    [Fact]
    public async Task A_panel_draws_a_metric_over_time()
    {
        var end = server.Newest - 100;
        var answer = await server.PostAsync("query_range", ("query", "metrics_series_bytes_per_second{series=\"net.eth9.in\"}"),
            ("start", Text(end - 60)), ("end", Text(end)), ("step", "15"), ("timeout", "60s"));

        var data = answer.GetProperty("data");
        Assert.Equal("matrix", data.GetProperty("resultType").GetString());
        var series = Assert.Single(data.GetProperty("result").EnumerateArray());
        Assert.Equal("""{"__name__":"metrics_series_bytes_per_second","label":"In","series":"net.eth9.in"}""", series.GetProperty("metric").GetRawText());
        var values = series.GetProperty("values").EnumerateArray().ToList();
        Assert.Equal([end - 60, end - 45, end - 30, end - 15, end], values.Select(point => point[0].GetInt64()));
        Assert.All(values, point => Assert.Equal("10", point[1].GetString()));
    }

    [Fact]
    public async Task A_panel_compares_with_the_time_before_and_draws_the_busiest()
    {
        var end = server.Newest - 100;
        (string, string)[] times = [("start", Text(end - 60)), ("end", Text(end)), ("step", "30")];
        var before = await server.PostAsync("query_range", [("query", "metrics_series_bytes_per_second offset 450s"), .. times]);
        var busiest = await server.PostAsync("query_range", [("query", "topk(1, metrics_series_bytes_per_second)"), .. times]);

        // The first reading is at Newest - 590: 450 s before the first moment nothing was known, before the others there was something.
        Assert.Equal([(2, end - 30), (2, end - 30)], before.GetProperty("data").GetProperty("result").EnumerateArray()
            .Select(one => one.GetProperty("values")).Select(values => (values.GetArrayLength(), values[0][0].GetInt64())));
        var series = Assert.Single(busiest.GetProperty("data").GetProperty("result").EnumerateArray());
        Assert.Equal("net.eth9.out", series.GetProperty("metric").GetProperty("series").GetString());
        Assert.Equal(3, series.GetProperty("values").GetArrayLength());
    }

    [Fact]
    public async Task A_stat_panel_reads_the_newest_value_at_a_moment_with_milliseconds()
    {
        var answer = await server.PostAsync("query", ("query", "metrics_series_ratio"), ("time", Text(server.Newest) + ".123"));

        var value = answer.GetProperty("data").GetProperty("result")[0].GetProperty("value");
        Assert.Equal(server.Newest + 0.123m, value[0].GetDecimal());
        Assert.Equal(0.13, double.Parse(value[1].GetString()!, CultureInfo.InvariantCulture), 12);
    }

    [Fact]
    public async Task Time_without_readings_is_a_gap()
    {
        // The first reading is at Newest - 590; the step before it is unknown.
        var answer = await server.AskAsync("query_range", ("query", "metrics_series_celsius"),
            ("start", Text(server.Newest - 900)), ("end", Text(server.Newest + 300)), ("step", "10s"));

        var times = answer.GetProperty("data").GetProperty("result")[0].GetProperty("values").EnumerateArray().Select(point => point[0].GetInt64()).ToList();
        Assert.True(times[0] >= server.Newest - 590);
        // Behind the newest reading its value holds as long as its heartbeat of 30 s.
        Assert.Equal(server.Newest + 30, times[^1]);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
