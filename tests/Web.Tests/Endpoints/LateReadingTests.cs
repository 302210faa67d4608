using System.Net;
using Metrics.RrdStore;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Web.Tests.Endpoints;

/// <summary>Readings that come when their time is long over.</summary>
public sealed class LateReadingTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Who_asks_again_for_a_picture_of_the_past_is_told_of_a_reading_that_came_late()
    {
        const int minute = 60, hour = 3_600;
        var store = server.Services.GetRequiredService<RoundRobinStore>();
        var schema = new Schema(minute, 5 * minute, new ArchiveDefinition(ConsolidationFunction.Average, 1, 4_320));
        var series = store.Define(new SeriesDefinition(
            SeriesName.Parse("net.eth8.in"), new DataSource(DataSourceType.Gauge), schema, new SeriesMetadata("By/s", "In"))).Id;
        var start = (server.Newest - 40 * hour) / minute * minute;
        // Twenty minutes, of which five in the middle are missing; then a long time.
        foreach (var minutes in Enumerable.Range(0, 20).Where(one => one is < 8 or > 12))
            store.Append([Reading.Of(series, (start + minutes * minute) * 1_000_000, 10)]);
        store.Append([Reading.Of(series, server.Newest / minute * minute * 1_000_000, 10)]);
        var address = $"/g/net.eth8/from/{start}/to/{start + 20 * minute}.svg";

        using var before = await server.Client.GetAsync(address, TestContext.Current.CancellationToken);
        using var unchanged = await AskAgainAsync(address, before);
        var past = store.PastVersion;
        store.Append([Reading.Of(series, (start + 10 * minute) * 1_000_000, 5_000)]);
        await Waiting.UntilAsync(() => Task.FromResult(store.PastVersion != past), "The late reading was not worked in.");
        using var after = await AskAgainAsync(address, before);

        Assert.True(before.Headers.CacheControl!.MaxAge > TimeSpan.FromDays(300));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
        Assert.NotEqual(await before.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), await after.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<HttpResponseMessage> AskAgainAsync(string address, HttpResponseMessage known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "If-None-Match", known.Headers.ETag!.ToString() } } };
        return await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
