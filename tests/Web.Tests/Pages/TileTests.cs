using Metrics.RrdStore;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Web.Tests.Pages;

/// <summary>The numbers on top of the overview.</summary>
public sealed class TileTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Traffic_is_compared_with_the_same_time_yesterday()
    {
        const int minute = 60, hour = 3_600;
        var store = server.Services.GetRequiredService<RoundRobinStore>();
        var schema = new Schema(minute, 2 * minute, new ArchiveDefinition(ConsolidationFunction.Average, 1, 4_320));
        var series = new[] { "in", "out" }.Select(way => store.Define(new SeriesDefinition(
            SeriesName.Parse($"net.eth8.{way}"), new DataSource(DataSourceType.Gauge), schema, new SeriesMetadata("By/s", way))).Id).ToArray();
        // 6 % more and 10 % less than a day before, since half a day.
        for (var time = (server.Newest - 26 * hour) / minute * minute; time <= server.Newest; time += minute)
        {
            var isToday = time > server.Newest - 12 * hour;
            store.Append([Reading.Of(series[0], time * 1_000_000, isToday ? 1_060 : 1_000), Reading.Of(series[1], time * 1_000_000, isToday ? 900 : 1_000)]);
        }

        using var page = await server.GetPageAsync("/");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains(">+6&#xA0;% on yesterday<", html.Replace("&#x2B;", "+", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("10&#xA0;% on yesterday<", html, StringComparison.Ordinal);
    }
}
