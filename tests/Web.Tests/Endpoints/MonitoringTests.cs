using System.Net;

namespace Metrics.Web.Tests.Endpoints;

public class MonitoringTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Health_is_plain_text()
    {
        using var answer = await server.Client.GetAsync("/healthz");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("ok\n", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_server_that_collects_nothing_is_not_ready()
    {
        using var answer = await server.Client.GetAsync("/readyz");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("no readings yet\n", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Metrics_are_in_the_text_format_of_prometheus()
    {
        using var answer = await server.Client.GetAsync("/metrics");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.EndsWith("\n", text);
        Assert.Contains("# TYPE metrics_series_bytes_per_second gauge\n", text);
        Assert.Contains("metrics_series_bytes_per_second{series=\"net.eth9.in\",label=\"In\"} 10\n", text);
        Assert.Contains("metrics_series_ratio{series=\"mystery.percent\",label=\"Share\"} 0.13\n", text);
        Assert.Contains("metrics_series_celsius{series=\"hwmon.test.temp1\",label=\"<script>alert(\\\"x\\\")</script>\\n\\\\\"} 12\n", text);
        Assert.Contains("metrics_store_series 4\n", text);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Matches("^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+({.*})? (NaN|[-+.0-9eE]+))$", line));
    }
}
