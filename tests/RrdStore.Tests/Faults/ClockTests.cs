using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Faults;

/// <summary>The clock of the machine is set, and the collector stamps its readings with it. What the archives have stays.</summary>
public sealed class ClockTests : IDisposable
{
    private const long Start = 1_000_000_000;
    private const int Years = 5 * 366 * 86_400;

    private static readonly Schema Schema = new(10, 30, new ArchiveDefinition(Average, 1, 1000), new ArchiveDefinition(Maximum, 6, 400));

    private readonly string directory = Directory.CreateTempSubdirectory("clock-").FullName;
    private readonly StillClock clock = new(Start);

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory, InlineData(Years), InlineData(2 * 86_400), InlineData(-Years), InlineData(-2 * 86_400)]
    public void A_clock_set_wrong_and_right_again_erases_nothing_and_what_was_refused_is_counted(int offSeconds)
    {
        double[] before;
        using (var store = Open())
        {
            var id = Define(store);
            Assert.Equal(300, Read(store, id, 300));
            before = Rows(store);

            clock.OffSeconds = offSeconds;
            Assert.Equal(0, Read(store, id, 200));
            Assert.Equal(200, store.Health.RefusedReadings + store.Health.InvalidReadings);
            Assert.Equal(before, Rows(store));

            clock.OffSeconds = 0;
            Assert.Equal(50, Read(store, id, 50));
            Assert.Equal(200, store.Health.RefusedReadings + store.Health.InvalidReadings);
            store.Maintain();
            Assert.Equal(before, Rows(store));
        }
        using var again = Open();
        Assert.Equal(before, Rows(again));
        Assert.Equal(49, Fetch(again, Start + 5000, 50).Count(v => !double.IsNaN(v)));
    }

    [Fact]
    public void A_clock_that_stays_where_it_was_set_is_believed_after_an_hour()
    {
        using var store = Open();
        var id = Define(store);
        Read(store, id, 10);
        clock.OffSeconds = Years;
        Assert.InRange(Read(store, id, 400), 38, 42);
        Assert.InRange(store.Health.InvalidReadings, 358, 362);
    }

    [Fact]
    public void A_machine_that_starts_with_a_clock_years_ahead_erases_nothing()
    {
        double[] before;
        using (var store = Open())
        {
            Read(store, Define(store), 300);
            before = Rows(store);
        }
        clock.OffSeconds = Years;
        using (var store = Open())
        {
            Assert.Equal(0, Read(store, store.List()[0].Id, 30));
            Assert.Equal(30, store.Health.InvalidReadings);
            store.Maintain();
            Assert.Contains("2006-", store.Health.ClockDoubt, StringComparison.Ordinal);
            clock.OffSeconds = 0;
            Assert.Equal(20, Read(store, store.List()[0].Id, 20));
            store.Maintain();
        }
        using var again = Open();
        Assert.Equal(before, Rows(again));
    }

    [Fact]
    public void A_store_of_old_imported_rows_takes_readings_after_a_start()
    {
        using (var store = Open())
            Read(store, Define(store), 300);
        ImportedSeries old;
        using (var store = Open())
            old = store.Export(store.List()[0].Id);
        Directory.Delete(directory, recursive: true);

        clock.UnixSeconds = Start + Years;
        using (var store = Open())
            store.Import(old);
        using var again = Open();
        Assert.Equal(20, Read(again, again.List()[0].Id, 20));
        Assert.Null(again.Health.ClockDoubt);
    }

    [Fact]
    public void A_clock_that_starts_behind_and_is_then_set_right_is_believed_at_once()
    {
        using (var store = Open())
            Read(store, Define(store), 300);
        clock.OffSeconds = -Years;
        using var again = Open();
        Assert.Equal(0, Read(again, again.List()[0].Id, 30));
        again.Maintain();
        Assert.NotNull(again.Health.ClockDoubt);
        clock.OffSeconds = 300 * 86_400;
        Assert.Equal(20, Read(again, again.List()[0].Id, 20));
        again.Maintain();
        Assert.Null(again.Health.ClockDoubt);
    }

    private RoundRobinStore Open() => RoundRobinStore.Open(directory, new StoreOptions { Time = clock });

    private static SeriesId Define(RoundRobinStore store) => store.Define(new SeriesDefinition(
        SeriesName.Parse("a"), new DataSource(DataSourceType.Gauge), Schema, new SeriesMetadata("1"))).Id;

    private int Read(RoundRobinStore store, SeriesId id, int readings)
    {
        var accepted = 0;
        for (; readings > 0; readings--)
        {
            clock.UnixSeconds += 10;
            var now = clock.GetUtcNow().ToUnixTimeSeconds();
            accepted += store.Append([Reading.Of(id, now * 1_000_000, now % 1000)]).Accepted;
        }
        return accepted;
    }

    private static double[] Rows(RoundRobinStore store) => [.. Fetch(store, Start, 300), .. Fetch(store, Start - Start % 60, 50, 60, Maximum)];

    private static double[] Fetch(RoundRobinStore store, long start, int count, int step = 10, ConsolidationFunction function = Average)
    {
        var values = new double[count];
        store.Fetch(store.List()[0].Id, function, new Rows(start, step, count), values);
        return values;
    }
}
