using System.Collections.Immutable;
using Metrics.Grapher;
using Metrics.RrdStore;
using Metrics.Web.Live;
using Metrics.Web.Pages;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Web.Tests.Live;

public sealed class BandwidthTests : IDisposable
{
    private const int Step = 2;
    private const int Readings = 60;

    private readonly TemporaryDirectory directory = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly RoundRobinStore store;
    private readonly Bandwidth bandwidth;

    public BandwidthTests()
    {
        store = RoundRobinStore.Open(directory["data"]);
        var graphs = new GraphCatalog(store, time, []);
        bandwidth = new Bandwidth(graphs, store, new GraphRenderer(store, TimeZoneInfo.Utc, time), time);
    }

    public void Dispose()
    {
        store.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void An_interface_has_its_newest_value_the_highest_of_the_last_minute_and_the_speed_of_its_line()
    {
        Fill("eth0", "1000000000");

        var now = bandwidth.Of("eth0")!;

        Assert.Equal(["eth0"], bandwidth.Interfaces);
        Assert.Equal((1e9, "1.00\u00A0Gb/s"), (now.Bar.Speed, now.SpeedInWords));
        Assert.Equal(["Out", "In"], now.Bar.Lanes.Select(lane => lane.Label));
        // Readings 0 to 59 in bytes, the newest 59, but for the one 20 s ago, which is 100 times as much; out is a byte more than in.
        Assert.Equal((60 * 8d, 59 * 8d), (now.Bar.Lanes[0].Now, now.Bar.Lanes[1].Now));
        Assert.Equal((4901 * 8d, 4900 * 8d), (now.Bar.Lanes[0].Highest, now.Bar.Lanes[1].Highest));
        Assert.Equal(4900 * 8d, BandwidthAnswer.Of(now).In.Highest);
    }

    [Fact]
    public void What_is_not_of_now_and_what_nobody_knows_is_unknown()
    {
        Fill("eth0", null);
        time.Advance(TimeSpan.FromMinutes(5));

        var now = bandwidth.Of("eth0")!;

        Assert.True(double.IsNaN(now.Bar.Speed));
        Assert.Contains("not known", now.SpeedInWords);
        Assert.All(now.Bar.Lanes, lane => Assert.True(double.IsNaN(lane.Now) && double.IsNaN(lane.Highest)));
        Assert.Null(BandwidthAnswer.Of(now).Out.Now);
        Assert.Null(BandwidthAnswer.Of(now).Speed);
    }

    [Theory, InlineData(""), InlineData("eth1"), InlineData("../eth0"), InlineData("eth0.in")]
    public void There_is_no_other_interface(string name)
    {
        Fill("eth0", null);

        Assert.Null(bandwidth.Of(name));
    }

    private void Fill(string name, string? speed)
    {
        var attributes = ImmutableSortedDictionary<string, string>.Empty.Add("interface", name);
        if (speed is not null)
            attributes = attributes.Add("speed", speed);
        var schema = new Schema(Step, 3 * Step, new ArchiveDefinition(ConsolidationFunction.Average, 1, 3_600));
        SeriesInfo Define(string end) => store.Define(new SeriesDefinition(
            SeriesName.Parse($"net.{name}.{end}"), new DataSource(DataSourceType.Gauge), schema, new SeriesMetadata("By/s", end, attributes)));
        var (received, sent) = (Define("in"), Define("out"));
        var newest = time.GetUtcNow().ToUnixTimeSeconds();
        for (var i = 0; i < Readings; i++)
        {
            var (value, at) = (i == 49 ? 4_900 : i, (newest - (Readings - 1 - i) * Step) * 1_000_000);
            store.Append([Reading.Of(received.Id, at, value), Reading.Of(sent.Id, at, value + 1)]);
        }
    }
}
