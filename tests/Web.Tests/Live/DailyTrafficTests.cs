using System.Collections.Immutable;
using Metrics.Grapher;
using Metrics.RrdStore;
using Metrics.Web.Configuration;
using Metrics.Web.Live;
using Metrics.Web.Pages;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Web.Tests.Live;

public sealed class DailyTrafficTests : IDisposable
{
    private const int Step = 300, Hour = 3_600, BytesPerSecond = 100;

    private readonly TemporaryDirectory directory = new();

    // 11:00 in Berlin, on the Monday after the clocks went forward.
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 30, 9, 0, 0, TimeSpan.Zero));
    private readonly RoundRobinStore store;
    private readonly DailyTraffic traffic;

    public DailyTrafficTests()
    {
        store = RoundRobinStore.Open(directory["data"]);
        var server = new ServerOptions { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") };
        var bandwidth = new Bandwidth(new GraphCatalog(store, time, []), store, new GraphRenderer(store, server.TimeZone, time), time);
        traffic = new DailyTraffic(bandwidth, store, server, time);
    }

    public void Dispose()
    {
        store.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void Days_are_those_of_the_zone_and_the_running_one_is_as_long_as_it_has_been()
    {
        Fill(since: new DateTimeOffset(2026, 3, 27, 23, 0, 0, TimeSpan.Zero));

        var days = traffic.Of("eth0")!;

        Assert.Equal(("eth0 per day", new DateOnly(2026, 3, 28)), (days.Bars.Title, days.Bars.First));
        // Of 24 hours, of 23, and of 11.
        double[] expected = [24 * Hour * BytesPerSecond, 23 * Hour * BytesPerSecond, 11 * Hour * BytesPerSecond];
        Assert.Equal(expected.Select(value => 2 * value), days.Bars.Layers[0].Values, (one, other) => Math.Abs(one - other) <= 2 * Step * 2 * BytesPerSecond);
        Assert.Equal(expected, days.Bars.Layers[1].Values, (one, other) => Math.Abs(one - other) <= 2 * Step * BytesPerSecond);
        Assert.EndsWith(" in 3 days", days.Fact);
    }

    [Fact]
    public void One_day_and_no_interface_have_no_bars()
    {
        Fill(since: new DateTimeOffset(2026, 3, 29, 22, 0, 0, TimeSpan.Zero));

        Assert.Null(traffic.Of("eth0"));
        Assert.Null(traffic.Of("eth1"));
    }

    private void Fill(DateTimeOffset since)
    {
        var schema = new Schema(Step, 2 * Step, new ArchiveDefinition(ConsolidationFunction.Average, 1, 20_000));
        SeriesId Define(string name) => store.Define(new SeriesDefinition(SeriesName.Parse(name), new DataSource(DataSourceType.Gauge), schema,
            new SeriesMetadata("By/s", "x", ImmutableSortedDictionary<string, string>.Empty.Add("interface", "eth0")))).Id;
        var (received, sent) = (Define("net.eth0.in"), Define("net.eth0.out"));
        for (var moment = since.ToUnixTimeSeconds(); moment <= time.GetUtcNow().ToUnixTimeSeconds(); moment += Step)
            store.Append([Reading.Of(received, moment * 1_000_000, BytesPerSecond), Reading.Of(sent, moment * 1_000_000, 2 * BytesPerSecond)]);
    }
}
