using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Storage;

public sealed class PersistenceTests : IDisposable
{
    private const long Start = 1_000_000_000;

    private static readonly Schema Schema = new(10, 25,
        new ArchiveDefinition(Average, 1, 500), new ArchiveDefinition(Maximum, 1, 500),
        new ArchiveDefinition(Average, 6, 200), new ArchiveDefinition(Maximum, 6, 200), new ArchiveDefinition(Last, 30, 100));

    private readonly StoreDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_gauge_read_on_time_is_stored_as_it_was_read()
    {
        using var store = directory.Open();
        var id = Define(store, "load");
        for (var i = 0; i <= 6; i++)
            Assert.Equal(new AppendResult(1, 0, 0, 0), store.Append([Reading.Of(id, (Start + i * 10) * 1_000_000, 0.1 * i)]));

        var rows = store.Resolve(id, Average, new TimeRange(Start, Start + 60), 10);
        Assert.Equal(new Rows(Start, 10, 6), rows);
        Assert.Equal([0.1 * 1, 0.1 * 2, 0.1 * 3, 0.1 * 4, 0.1 * 5, 0.1 * 6], Fetch(store, id, Average, rows));
        Assert.Equal(new Sample(Start + 60, 0.1 * 6), store.Latest(id));
        Assert.Equal(Start + 10, store.FirstKnown(id));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Every_row_is_there_after_a_stop_and_after_a_crash(bool crash)
    {
        var names = Enumerable.Range(0, 20).Select(i => $"s{i}").ToArray();
        var expected = new Dictionary<string, double[][]>();
        StoreDirectory? copy = null;
        using (var store = directory.Open())
        {
            var ids = names.Select(n => Define(store, n)).ToArray();
            for (var i = 0; i <= 1500; i++)
            {
                directory.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + i * 10));
                store.Append([.. ids.Select((id, n) => Reading.Of(id, (Start + i * 10) * 1_000_000, Value(n, i)))]);
                if (i % 50 == 0)
                    store.Flush();
            }
            store.Flush();
            foreach (var (name, id) in names.Zip(ids))
                expected[name] = Everything(store, id);
            if (crash)
                copy = directory.Crashed(store);
        }

        using var left = copy;
        using var again = (left ?? directory).Open();
        foreach (var name in names)
        {
            Assert.True(again.TryFind(SeriesName.Parse(name), out var info));
            var found = Everything(again, info.Id);
            for (var a = 0; a < found.Length; a++)
                Assert.Equal(expected[name][a], found[a]);
        }
        // The archive keeps 500 rows; 5 of the last 500 readings were unknown.
        Assert.Equal(495, expected["s3"][0].Count(v => !double.IsNaN(v)));
        Assert.Empty(again.Health.Recovery);
    }

    [Fact]
    public void Several_series_in_one_call_are_what_each_is_alone()
    {
        using var store = directory.Open();
        var ids = Enumerable.Range(0, 60).Select(n => Define(store, $"s{n}")).ToArray();
        for (var i = 0; i <= 700; i++)
        {
            directory.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + i * 10));
            // Some series stop early, so that not all have the same open row; one has no reading at all.
            store.Append([.. ids.Where((_, n) => n != 7 && (n % 10 != 3 || i < 300)).Select(id =>
                Reading.Of(id, (Start + i * 10) * 1_000_000, Value(id.Value, i)))]);
        }
        store.Settle();
        SeriesId[] asked = [.. ids.Reverse(), ids[3], new SeriesId(1_000_000), .. ids[20..25]];
        foreach (var (function, rows) in new[] { (Average, new Rows(Start, 10, 650)), (Maximum, new Rows(Start - Start % 60, 60, 130)) })
        {
            var together = new double[asked.Length * rows.Count];
            store.Fetch(asked, function, rows, together);
            for (var n = 0; n < asked.Length; n++)
                Assert.Equal(Fetch(store, asked[n], function, rows), together[(n * rows.Count)..((n + 1) * rows.Count)]);
        }
        Assert.Throws<ArgumentException>(() => store.Fetch(asked, Average, new Rows(Start, 10, 10), new double[10 * asked.Length - 1]));
    }

    [Fact]
    public void A_second_process_is_told_that_the_directory_is_in_use()
    {
        using var store = directory.Open();
        Assert.Throws<StoreInUseException>(() => directory.Open());
    }

    [Fact]
    public void Readings_that_cannot_be_are_refused_and_counted()
    {
        using var store = directory.Open();
        var gauge = Define(store, "g");
        var counter = store.Define(new SeriesDefinition(
            SeriesName.Parse("c"), new DataSource(DataSourceType.Counter), Schema, new SeriesMetadata("By/s"))).Id;
        const long now = Start * 1_000_000;
        Assert.Equal(new AppendResult(2, 0, 1, 5), store.Append([
            Reading.Of(gauge, now, 1), Reading.Of(gauge, now, 2), Reading.Of(gauge, now + 1, double.PositiveInfinity),
            Reading.Of(counter, now, 1.5), Reading.OfCount(counter, now, 15), Reading.Of(new SeriesId(2), now, 1),
            Reading.Of(new SeriesId(-1), now, 1), Reading.Of(gauge, now + 90_000_000_000, 1)], LateReadings.Refuse));
        Assert.Equal(1, store.Health.RefusedReadings);
        Assert.Equal(5, store.Health.InvalidReadings);
    }

    private static double Value(int series, int i) => i % 97 == 13 ? double.NaN : Math.Round(20 + 5 * Math.Sin(i * 0.1 + series), 1);

    private static SeriesId Define(RoundRobinStore store, string name) => store.Define(new SeriesDefinition(
        SeriesName.Parse(name), new DataSource(DataSourceType.Gauge), Schema, new SeriesMetadata("1"))).Id;

    private static double[][] Everything(RoundRobinStore store, SeriesId id) => [
        Fetch(store, id, Average, new Rows(Start, 10, 1600)), Fetch(store, id, Maximum, new Rows(Start, 10, 1600)),
        Fetch(store, id, Average, new Rows(Start - Start % 60, 60, 300)), Fetch(store, id, Maximum, new Rows(Start - Start % 60, 60, 300)),
        Fetch(store, id, Last, new Rows(Start - Start % 300, 300, 60))];

    private static double[] Fetch(RoundRobinStore store, SeriesId id, ConsolidationFunction function, Rows rows)
    {
        var values = new double[rows.Count];
        store.Fetch(id, function, rows, values);
        return values;
    }
}
