using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Storage;

/// <summary>What somebody changes of a series lasts, although the program that measures it declares it anew at each start.</summary>
public sealed class LastingChangeTests : IDisposable
{
    private const long Start = 1_000_000_000;

    private static readonly Schema Declared = new(10, 30, new ArchiveDefinition(Average, 1, 100));
    private static readonly Schema Wished = new(10, 60, new ArchiveDefinition(Average, 1, 200), new ArchiveDefinition(Maximum, 6, 50));
    private static readonly Schema Configured = new(10, 40, new ArchiveDefinition(Average, 1, 300));
    private static readonly DataSource Limited = new(DataSourceType.Gauge, 0, 1_000);

    private readonly StoreDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_series_that_is_declared_as_it_was_before_keeps_its_change_over_starts_new_labels_and_names()
    {
        SeriesId id;
        using (var store = directory.Open())
        {
            id = Declare(store, Declared).Id;
            Fill(store, id, 0, 90);
            Assert.Equal(new ChangeOutcome(1, null), store.Change([new SeriesChange(id, Limited, Wished)]));
            AssertChanged(Declare(store, Declared));
        }
        using (var store = directory.Open())
        {
            AssertChanged(store.List()[0]);
            AssertChanged(Declare(store, Declared));
            var told = Declare(store, Declared, "another label");
            Assert.Equal("another label", told.Metadata.Label);
            AssertChanged(told);
            store.Rename(id, SeriesName.Parse("b"));
            AssertChanged(store.Rename(id, SeriesName.Parse("a")));
            Fill(store, id, 90, 150);
        }
        using (var store = directory.Open())
        {
            AssertChanged(Declare(store, Declared, "another label"));
            Assert.Equal(Enumerable.Range(1, 149).Select(i => (double)i), Rows(store, id, 149));
            Assert.Empty(store.Health.Recovery);
        }

        static void AssertChanged(SeriesInfo series) => Assert.Equal(
            (Limited, Wished, new SeriesDeclaration(new DataSource(DataSourceType.Gauge), Declared)), (series.Definition.Source, series.Definition.Schema, series.Declared));
    }

    [Fact]
    public void Another_declaration_than_the_last_one_holds_and_the_one_from_before_does_not_bring_the_change_back()
    {
        using (var store = directory.Open())
            store.Change([new SeriesChange(Declare(store, Declared).Id, Limited, Wished)]);
        using (var store = directory.Open())
        {
            var series = Declare(store, Configured);
            Assert.Equal((Configured, (SeriesDeclaration?)null), (series.Definition.Schema, series.Declared));
        }
        using (var store = directory.Open())
            Assert.Equal(Declared, Declare(store, Declared).Definition.Schema);
    }

    [Fact]
    public void A_declaration_of_what_was_changed_to_by_hand_is_followed_from_then_on()
    {
        using (var store = directory.Open())
        {
            store.Change([new SeriesChange(Declare(store, Declared).Id, new DataSource(DataSourceType.Gauge), Wished)]);
            Assert.Null(Declare(store, Wished).Declared);
        }
        using (var store = directory.Open())
            Assert.Equal(Declared, Declare(store, Declared).Definition.Schema);
    }

    [Fact]
    public void A_change_back_to_what_is_declared_is_no_change_any_more()
    {
        using var store = directory.Open();
        var id = Declare(store, Declared).Id;
        store.Change([new SeriesChange(id, Limited, Wished)]);
        store.Change([new SeriesChange(id, Limited, Configured)]);
        Assert.Equal(Declared, store.List()[0].Declared?.Schema);
        store.Change([new SeriesChange(id, new DataSource(DataSourceType.Gauge), Declared)]);
        Assert.Equal((Declared, (SeriesDeclaration?)null), (store.List()[0].Definition.Schema, store.List()[0].Declared));
        Assert.Equal(Configured, Declare(store, Configured).Definition.Schema);
    }

    [Fact]
    public void A_change_lasts_when_the_catalogue_is_written_anew_and_when_it_is_mended()
    {
        var options = new StoreOptions { Time = directory.Clock, CatalogGarbageBytes = 256 };
        using (var store = RoundRobinStore.Open(directory.Path, options))
        {
            store.Change([new SeriesChange(Declare(store, Declared).Id, Limited, Wished)]);
            var length = 0L;
            var isCompacted = false;
            for (var i = 0; i < 100; i++)
            {
                Declare(store, Declared, $"label {i}");
                store.Maintain();
                var bytes = new FileInfo(Path.Combine(directory.Path, "catalog")).Length;
                isCompacted |= bytes < length;
                length = bytes;
            }
            Assert.True(isCompacted);
        }
        using (var store = RoundRobinStore.Open(directory.Path, options))
            Assert.Equal(Wished, Declare(store, Declared).Definition.Schema);
        // The head.
        var path = Path.Combine(directory.Path, "catalog");
        var catalog = File.ReadAllBytes(path);
        catalog[0] ^= 1;
        File.WriteAllBytes(path, catalog);
        RoundRobinStore.RepairCatalog(directory.Path);
        using (var store = RoundRobinStore.Open(directory.Path, options))
            Assert.Equal(Wished, Declare(store, Declared).Definition.Schema);
    }

    [Fact]
    public void A_catalogue_of_version_4_is_read_and_becomes_one_of_version_5()
    {
        var path = Path.Combine(directory.Path, "catalog");
        using (var store = directory.Open())
            Declare(store, Declared);
        var catalog = File.ReadAllBytes(path);
        Assert.Equal(5, catalog[4]);
        catalog[4] = 4;
        File.WriteAllBytes(path, catalog);
        using (var store = directory.Open())
        {
            Assert.Null(store.List()[0].Declared);
            Assert.Equal(Configured, Declare(store, Configured).Definition.Schema);
        }
        Assert.Equal(5, File.ReadAllBytes(path)[4]);
    }

    private static SeriesInfo Declare(RoundRobinStore store, Schema schema, string label = "") => store.Define(new SeriesDefinition(
        SeriesName.Parse("a"), new DataSource(DataSourceType.Gauge), schema, new SeriesMetadata("1", label)));

    private void Fill(RoundRobinStore store, SeriesId id, int from, int to)
    {
        directory.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + to * 10));
        for (var i = from; i < to; i++)
            Assert.Equal(1, store.Append([Reading.Of(id, (Start + i * 10) * 1_000_000, i)]).Accepted);
    }

    private static double[] Rows(RoundRobinStore store, SeriesId id, int count)
    {
        var values = new double[count];
        store.Fetch(id, Average, new Rows(Start, 10, count), values);
        return values;
    }
}
