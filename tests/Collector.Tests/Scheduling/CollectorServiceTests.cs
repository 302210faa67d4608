using System.Diagnostics;
using Metrics.RrdStore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Collector.Tests;

public sealed class CollectorServiceTests : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddSeconds(1_800_000_003);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private readonly TemporaryDirectory directory = new();
    private readonly FakeTimeProvider time = new(Start);
    private RoundRobinStore store;
    private readonly ManualResetEventSlim release = new();
    private CollectorService? service;

    public CollectorServiceTests() => store = RoundRobinStore.Open(directory.Path, new StoreOptions { Time = time });

    public void Dispose()
    {
        release.Set();
        service?.Dispose();
        store.Dispose();
        directory.Dispose();
        release.Dispose();
    }

    [Fact]
    public void The_first_reading_is_taken_at_once_and_the_next_ones_at_multiples_of_the_step()
    {
        Run(new FakeSource("one"));
        Until(() => Status("one").Readings == 1);
        Assert.Equal(Start, Status("one").LastReading);

        time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Equal(1, Status("one").Readings);
        for (var second = 10; second <= 50; second += 10)
        {
            time.Advance(second == 10 ? TimeSpan.FromSeconds(0.1) : Step);
            Until(() => Status("one").LastReading == DateTimeOffset.UnixEpoch.AddSeconds(1_800_000_000 + second));
        }
        Assert.Equal((6L, 0L, 1), (Status("one").Readings, Status("one").Missed, Status("one").Series));
    }

    [Fact]
    public void After_a_suspend_there_is_one_reading_and_not_all_that_were_missed()
    {
        Run(new FakeSource("one"));
        Until(() => Status("one").Readings == 1);
        // The wall clock goes on while the machine sleeps, the monotonic one does not.
        time.AdjustTime(Start.AddSeconds(3600 + 4));
        time.Advance(TimeSpan.FromSeconds(7));

        Until(() => Status("one").Readings == 2);
        Assert.Equal(360, Status("one").Missed);
        Assert.Equal(Start.AddSeconds(7 + 3600 + 4), Status("one").LastReading);
        time.Advance(TimeSpan.FromSeconds(6));
        Until(() => Status("one").Readings == 3);
        Assert.Equal(Start.AddSeconds(7 + 3600 + 10), Status("one").LastReading);
    }

    [Fact]
    public void A_clock_set_forward_is_followed()
    {
        Run(new FakeSource("one"));
        Until(() => Status("one").Readings == 1);
        time.AdjustTime(Start.AddHours(1));
        time.Advance(TimeSpan.FromSeconds(7));

        Until(() => Status("one").Readings == 2);
        time.Advance(Step);
        Until(() => Status("one").Readings == 3);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1_800_000_000 + 3600 + 20), Status("one").LastReading);
    }

    [Fact]
    public void A_clock_set_back_does_not_stop_the_readings()
    {
        var source = new FakeSource("one");
        Run(source);
        Until(() => Status("one").Readings == 1);
        time.AdjustTime(Start.AddHours(-1));

        Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return Status("one").Readings >= 2;
        });
        Until(() => Status("one").LastReading < Start);
    }

    [Fact]
    public void A_hanging_source_delays_no_other_and_is_seen()
    {
        var (hanging, other) = (new FakeSource("hanging", release.Wait), new FakeSource("other"));
        Run(hanging, other);
        Until(() => Status("other").Readings == 1);
        for (var i = 2; i <= 4; i++)
        {
            time.Advance(Step);
            Until(() => Status("other").Readings == i);
        }

        Assert.True(Status("hanging").Running);
        Assert.Equal(TimeSpan.FromSeconds(30), Status("hanging").RunningFor);
        Assert.Equal((0L, 3L), (Status("hanging").Readings, Status("hanging").Missed));
        Assert.Equal(0, Status("other").Missed);

        // When it answers after all, what it says is of now, and it goes on.
        release.Set();
        Until(() => Status("hanging").Readings == 1);
        Assert.Equal(Start.AddSeconds(30), Status("hanging").LastReading);
        time.Advance(Step);
        Until(() => Status("hanging").Readings == 2);
        Assert.False(hanging.Overlapped);
    }

    [Fact]
    public void Many_hanging_sources_do_not_stop_the_rest()
    {
        var sources = Enumerable.Range(0, 20).Select(i => new FakeSource($"hanging{i}", release.Wait)).Append(new FakeSource("other")).ToArray();
        Run(sources);
        Until(() => Status("other").Readings == 1);
        time.Advance(Step);
        Until(() => Status("other").Readings == 2);
        Assert.All(sources[..^1], s => Assert.True(Status(s.Name).Running));
    }

    [Fact]
    public void A_slow_source_carries_the_time_at_which_it_was_read()
    {
        Run(new FakeSource("slow", () => time.Advance(TimeSpan.FromSeconds(3))));
        Until(() => Status("slow").Readings == 1);
        Assert.Equal(Start.AddSeconds(3), Status("slow").LastReading);
        Assert.Equal(TimeSpan.FromSeconds(3), Status("slow").LastDuration);
    }

    [Fact]
    public void A_source_that_throws_is_a_fault_and_is_asked_again()
    {
        var source = new FakeSource("bad", () => throw new InvalidOperationException("All is lost."));
        Run(source, new FakeSource("good"));
        Until(() => Status("good").Readings == 1);
        time.Advance(Step);
        Until(() => Status("good").Readings == 2);

        var fault = Assert.Single(Status("bad").Faults);
        Assert.Equal(("bad", Start), (fault.Path, fault.Since));
        Assert.Contains("All is lost", fault.Problem);
        Assert.False(Status("bad").Running);
    }

    [Fact]
    public async Task It_stops_within_5_seconds_although_a_source_hangs_and_takes_nothing_from_it_any_more()
    {
        var (hanging, good) = (new FakeSource("hanging", release.Wait), new FakeSource("good"));
        Run(hanging, good);
        Until(() => Status("good").Readings == 1);

        await service!.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5));
        service.Dispose();
        Assert.Equal((true, false), (good.Disposed, hanging.Disposed));

        release.Set();
        SpinWait.SpinUntil(() => !Status("hanging").Running, TimeSpan.FromSeconds(10));
        Assert.True(store.TryFind(SeriesName.Parse("fake.hanging"), out var series));
        Assert.True(double.IsNaN(store.Latest(series.Id).Value));
    }

    [Fact]
    public void What_somebody_changed_of_a_series_outlasts_the_next_start_until_its_schema_is_configured_otherwise()
    {
        var wished = new Schema(10, 60, new ArchiveDefinition(ConsolidationFunction.Average, 1, 100));
        Restart(Step);
        store.Change([new SeriesChange(Series().Id, new DataSource(DataSourceType.Gauge, 0, 100), wished)]);
        Restart(Step);
        Assert.Equal((wished, 100), (Series().Definition.Schema, Series().Definition.Source.Maximum));
        Restart(Step * 2);
        Assert.Equal(DefaultSchemas.Of(Step * 2), Series().Definition.Schema);
        Assert.True(double.IsNaN(Series().Definition.Source.Maximum));

        SeriesInfo Series() => store.TryFind(SeriesName.Parse("fake.one"), out var series) ? series : throw new InvalidOperationException("Nothing was declared.");

        void Restart(TimeSpan step)
        {
            service?.Dispose();
            store.Dispose();
            time.Advance(TimeSpan.FromMinutes(1));
            store = RoundRobinStore.Open(directory.Path, new StoreOptions { Time = time });
            Run(DefaultSchemas.Of(step), new FakeSource("one"));
            Until(() => Status("one").Readings > 0);
        }
    }

    private void Run(params FakeSource[] sources) => Run(DefaultSchemas.Of(Step), sources);

    private void Run(Schema schema, params FakeSource[] sources)
    {
        service = new CollectorService(store, time, sources.Select(s => new SourceRegistration(s, schema)), NullLogger.Instance);
        service.StartAsync(CancellationToken.None);
    }

    private SourceStatus Status(string name) => service!.Status.Single(s => s.Name == name);

    /// <summary>Threads of the collector follow the clock in their own time; 10 s is for a machine that does something else.</summary>
    private void Until(Func<bool> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!(service!.Waiting && condition()))
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), "It did not happen.");
            Thread.Yield();
        }
    }
}
