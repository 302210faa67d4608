using Metrics.Collector;
using Metrics.RrdStore;
using Metrics.Web.Live;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Web.Tests.Live;

public sealed class DataBeatTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly RoundRobinStore store;
    private readonly CollectorService collector;
    private readonly DataBeat beat;

    public DataBeatTests()
    {
        store = RoundRobinStore.Open(directory["data"]);
        var options = Options.Create(new CollectorOptions());
        collector = new CollectorService(store, time, options, [], NullLogger<CollectorService>.Instance);
        beat = new DataBeat(collector, options, time);
    }

    public void Dispose()
    {
        beat.Dispose();
        collector.Dispose();
        store.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void So_many_may_listen_and_a_place_becomes_free_once_when_one_leaves()
    {
        var first = beat.Listen(2)!;
        using var second = beat.Listen(2);

        Assert.Null(beat.Listen(2));
        first.Dispose();
        first.Dispose();

        Assert.Equal(1, beat.Listeners);
        using var third = beat.Listen(2);
        Assert.NotNull(third);
        Assert.Null(beat.Listen(2));
    }

    [Fact]
    public async Task All_who_listen_hear_of_new_data_at_once_and_of_nothing_without()
    {
        using var first = beat.Listen(10)!;
        using var second = beat.Listen(10)!;
        var (one, other) = (first.Next, second.Next);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(one.IsCompleted);

        await collector.StartAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 3_000 && !one.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        await collector.StopAsync(TestContext.Current.CancellationToken);

        Assert.True(await one > new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds());
        Assert.Equal(await one, await other);
        Assert.NotSame(one, first.Next);
    }
}
