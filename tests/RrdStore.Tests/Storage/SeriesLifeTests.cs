using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Storage;

public sealed class SeriesLifeTests : IDisposable
{
    private const long Start = 1_000_000_200; // a multiple of 600

    private static readonly Schema Short = new(10, 30, new ArchiveDefinition(Average, 1, 400), new ArchiveDefinition(Maximum, 6, 100));

    private readonly StoreDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_renamed_series_keeps_its_rows_and_a_deleted_one_is_gone_after_a_restart_too()
    {
        SeriesId kept, gone;
        using (var store = directory.Open())
        {
            kept = Define(store, "a", Short);
            gone = Define(store, "b", Short);
            Fill(store, kept, 0, 100);
            Fill(store, gone, 0, 100);
            store.Rename(kept, SeriesName.Parse("c"));
            store.Delete(gone);
            Assert.Throws<ArgumentException>(() => store.Rename(gone, SeriesName.Parse("d")));
            Assert.Equal(new AppendResult(0, 0, 0, 1), store.Append([Reading.Of(gone, (Start + 2000) * 1_000_000, 1)]));
        }

        using var again = directory.Open();
        Assert.Equal(["c"], again.List().Select(s => s.Name.Value));
        Assert.Equal(kept, again.List()[0].Id);
        Assert.Equal(50, Fetch(again, kept, Average, 10, Start, 100)[49]);
        Assert.NotEqual(gone, Define(again, "b", Short));
        Assert.All(Fetch(again, gone, Average, 10, Start, 100), v => Assert.True(double.IsNaN(v)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_new_archive_is_filled_from_the_finest_old_one_and_a_longer_one_keeps_what_it_had(bool crashBeforeTheStateIsLogged)
    {
        var wide = new Schema(10, 30, new ArchiveDefinition(Average, 1, 1000), new ArchiveDefinition(Maximum, 6, 100),
            new ArchiveDefinition(Average, 60, 50), new ArchiveDefinition(Minimum, 60, 50));
        StoreDirectory? copy = null;
        using (var store = directory.Open())
        {
            var id = Define(store, "a", Short);
            Fill(store, id, 0, 350);
            store.Flush();
            Assert.Equal(id, Define(store, "a", wide));
            if (crashBeforeTheStateIsLogged)
                copy = directory.Crashed(store);
            else
                Compare(store, id);
        }
        using var left = copy;
        using var again = (left ?? directory).Open();
        Assert.True(again.TryFind(SeriesName.Parse("a"), out var info));
        Compare(again, info.Id);
        Fill(again, info.Id, 350, 700);
        Assert.Equal(Expected(699, 1, r => r[0]), Fetch(again, info.Id, Average, 10, Start, 699));
        Assert.Equal(Expected(11, 60, r => r.Average()), Fetch(again, info.Id, Average, 600, Start, 11));

        static void Compare(RoundRobinStore store, SeriesId id)
        {
            Assert.Equal(Expected(349, 1, r => r[0]), Fetch(store, id, Average, 10, Start, 349));
            Assert.Equal(Expected(58, 6, r => r.Max()), Fetch(store, id, Maximum, 60, Start, 58));
            Assert.Equal(Expected(5, 60, r => r.Average()), Fetch(store, id, Average, 600, Start, 5));
            Assert.Equal(Expected(5, 60, r => r.Min()), Fetch(store, id, Minimum, 600, Start, 5));
        }
    }

    [Fact]
    public void A_longer_step_goes_on_from_the_means_of_the_old_one()
    {
        using var store = directory.Open();
        var id = Define(store, "a", Short);
        Fill(store, id, 0, 60);
        store.Define(new SeriesDefinition(SeriesName.Parse("a"), new DataSource(DataSourceType.Gauge),
            new Schema(60, 180, new ArchiveDefinition(Average, 1, 100)), new SeriesMetadata("1")));
        Fill(store, id, 60, 120);
        var rows = Fetch(store, id, Average, 60, Start, 19);
        for (var i = 0; i < 19; i++)
            Assert.Equal(Enumerable.Range(i * 6 + 1, 6).Average(), rows[i], 9);
    }

    [Fact]
    public void A_clipped_spike_is_unknown_in_every_archive_and_stays_so()
    {
        SeriesId id;
        using (var store = directory.Open())
        {
            id = Define(store, "a", Short);
            Fill(store, id, 0, 100);
            store.Append([Reading.Of(id, (Start + 1000) * 1_000_000, 1e9)]);
            Fill(store, id, 101, 200);
            store.Flush();
            var clipped = store.Clip(id, double.NaN, 1e6, new TimeRange(Start, Start + 2000));
            Assert.Equal([(199, 1), (33, 1)], clipped.Select(c => (c.Looked, c.Clipped)));
        }
        using var again = directory.Open();
        var fine = Fetch(again, id, Average, 10, Start, 199);
        Assert.Equal(99, Array.FindIndex(fine, double.IsNaN));
        Assert.Equal(1, fine.Count(double.IsNaN));
        Assert.Equal(16, Array.FindIndex(Fetch(again, id, Maximum, 60, Start, 33), double.IsNaN));
    }

    [Fact]
    public void A_series_given_out_and_taken_in_elsewhere_goes_on_as_if_it_had_always_been_there()
    {
        using var store = directory.Open();
        using var otherDirectory = new StoreDirectory();
        otherDirectory.Clock.SetUtcNow(directory.Clock.GetUtcNow());
        var id = Define(store, "a", Short);
        Fill(store, id, 0, 333);
        var series = store.Export(id);
        SeriesId otherId;
        using (var other = otherDirectory.Open())
        {
            otherId = other.Import(series).Series.Id;
            Assert.Throws<ArgumentException>(() => other.Import(series));
        }
        using var again = otherDirectory.Open();
        foreach (var target in new (RoundRobinStore Store, SeriesId Id)[] { (store, id), (again, otherId) })
        {
            Fill(target.Store, target.Id, 333, 380);
            Assert.Equal(Expected(379, 1, r => r[0]), Fetch(target.Store, target.Id, Average, 10, Start, 379));
            Assert.Equal(Expected(63, 6, r => r.Max()), Fetch(target.Store, target.Id, Maximum, 60, Start, 63));
        }
        Assert.Equal(store.FirstKnown(id), again.FirstKnown(otherId));
        Assert.Equal(store.Latest(id), again.Latest(otherId));
    }

    // Reading i, at Start + 10 i, is i; it holds for the step before.
    private static double[] Expected(int rows, int points, Func<double[], double> consolidate) =>
        [.. Enumerable.Range(0, rows).Select(r => consolidate([.. Enumerable.Range(r * points + 1, points).Select(i => (double)i)]))];

    private void Fill(RoundRobinStore store, SeriesId id, int from, int to)
    {
        directory.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Math.Max(directory.Clock.GetUtcNow().ToUnixTimeSeconds(), Start + to * 10)));
        for (var i = from; i < to; i++)
            store.Append([Reading.Of(id, (Start + i * 10) * 1_000_000, i)]);
    }

    private static SeriesId Define(RoundRobinStore store, string name, Schema schema) => store.Define(new SeriesDefinition(
        SeriesName.Parse(name), new DataSource(DataSourceType.Gauge), schema, new SeriesMetadata("1"))).Id;

    private static double[] Fetch(RoundRobinStore store, SeriesId id, ConsolidationFunction function, int step, long start, int count)
    {
        var values = new double[count];
        store.Fetch(id, function, new Rows(start, step, count), values);
        return values;
    }
}
