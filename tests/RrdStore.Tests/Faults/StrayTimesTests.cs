using Metrics.RrdStore.Tests.Storage;
using Microsoft.Extensions.Time.Testing;
using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Faults;

/// <summary>Series of another time are imported beside current ones that keep as many rows.</summary>
public sealed class StrayTimesTests : IDisposable
{
    private const long Start = 1_000_000_000;
    private const int Step = 10;
    private const int Kept = 64;

    private readonly StoreDirectory directory = new();
    private readonly RoundRobinStore store;
    private readonly SeriesId current;

    public StrayTimesTests()
    {
        directory.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 600 * Step));
        store = directory.Open();
        current = store.Define(Definition("current")).Id;
        for (var i = 0; i < 600; i++)
            store.Append([Reading.Of(current, (Start + i * Step) * 1_000_000, i)]);
        store.Settle();
    }

    public void Dispose()
    {
        store.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void A_series_of_the_future_is_not_taken()
    {
        var future = Imported("future", Start + 600 * Step + 90_000);
        Assert.True(store.IsFuture(future));
        Assert.Throws<ArgumentException>(() => store.Import(future));
        Assert.False(store.TryFind(SeriesName.Parse("future"), out _));
    }

    [Fact]
    public void Rows_of_a_time_that_is_no_more_in_the_future_do_not_push_others_out()
    {
        store.Dispose();
        var now = directory.Clock.GetUtcNow();
        var later = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(Start + 400_000));
        using (var ahead = RoundRobinStore.Open(directory.Path, new StoreOptions { Time = later }))
            ahead.Import(Imported("future", Start + 400_000));
        File.WriteAllText(Path.Combine(directory.Path, "lock"), $"{now:yyyy-MM-ddTHH:mm:ssZ}\n");

        using var again = directory.Open();
        for (var i = 600; i < 900; i++)
        {
            directory.Clock.Advance(TimeSpan.FromSeconds(Step));
            Assert.Equal(1, again.Append([Reading.Of(current, (Start + i * Step) * 1_000_000, i)]).Accepted);
        }
        again.Settle();

        Assert.Equal(Kept, again.Export(current).Archives[0].Rows.Count(v => !double.IsNaN(v)));
    }

    [Fact]
    public void Rows_that_are_too_old_beside_current_ones_are_counted_and_not_taken()
    {
        var half = store.Import(Imported("half", Start + 550 * Step));
        var stale = store.Import(Imported("stale", Start + 100 * Step));

        Assert.Equal(Kept, Assert.Single(stale.LeftOutRows));
        Assert.InRange(Assert.Single(half.LeftOutRows), 1, Kept - 1);
        store.Settle();
        Assert.Equal(Kept - half.LeftOutRows[0], Exported(half.Series.Id));
        Assert.Equal(0, Exported(stale.Series.Id));
        Assert.Equal(Kept, Exported(current));
    }

    [Fact]
    public void An_old_series_with_no_other_beside_it_keeps_its_rows()
    {
        using var elsewhere = new StoreDirectory();
        elsewhere.Clock.SetUtcNow(directory.Clock.GetUtcNow());
        using var other = elsewhere.Open();
        Assert.Equal(0, Assert.Single(other.Import(Imported("stale", Start + 100 * Step)).LeftOutRows));
    }

    private int Exported(SeriesId id) => store.Export(id).Archives[0].Rows.Count(v => !double.IsNaN(v));

    private static ImportedSeries Imported(string name, long last) => new(Definition(name), Reading.Of(default, last * 1_000_000, 1.0), new ImportedPoint(0, 0),
        [new ImportedArchive(new ArchiveDefinition(Average, 1, Kept), last / Step * Step, [.. Enumerable.Range(0, Kept).Select(i => (double)i)], double.NaN, 0)]);

    private static SeriesDefinition Definition(string name) =>
        new(SeriesName.Parse(name), new DataSource(DataSourceType.Gauge), new Schema(Step, 30, new ArchiveDefinition(Average, 1, Kept)), new SeriesMetadata("1"));
}
