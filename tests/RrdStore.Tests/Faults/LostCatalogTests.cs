using Metrics.RrdStore.Tests.Storage;
using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Faults;

/// <summary>The catalogue is gone, or a part of it, and nothing else.</summary>
public sealed class LostCatalogTests : IDisposable
{
    private const long Start = 1_000_000_000;

    private readonly StoreDirectory directory = new();

    public LostCatalogTests()
    {
        using var store = directory.Open();
        var id = Define(store, "a", 64).Id;
        for (var i = 0; i < 60; i++)
            store.Append([Reading.Of(id, (Start + i * 10) * 1_000_000, i)]);
    }

    private string Catalog => Path.Combine(directory.Path, "catalog");

    public void Dispose() => directory.Dispose();

    [Theory, InlineData(null), InlineData(0), InlineData(100), InlineData(16)]
    public void A_lost_catalogue_beside_data_is_refused_and_nothing_is_touched(int? length)
    {
        var good = File.ReadAllBytes(Catalog);
        if (length is { } bytes)
            File.WriteAllBytes(Catalog, bytes == 16 ? good[..16] : new byte[bytes]);
        else
            File.Delete(Catalog);
        var before = Files();

        var fault = Assert.Throws<StoreFormatException>(() => directory.Open());

        Assert.Equal(Catalog, fault.Path);
        Assert.Contains("from a backup", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, Files());
        File.WriteAllBytes(Catalog, good);
        using var store = directory.Open();
        Assert.Empty(store.Health.Recovery);
        Assert.Single(store.List());
    }

    [Fact]
    public void A_lost_catalogue_beside_a_log_without_row_files_is_refused()
    {
        Directory.Delete(Path.Combine(directory.Path, "rows"), recursive: true);
        File.Delete(Catalog);
        Assert.Throws<StoreFormatException>(() => directory.Open());
    }

    [Fact]
    public void Row_files_that_no_series_explains_are_moved_to_orphans()
    {
        var rows = Directory.GetFiles(Path.Combine(directory.Path, "rows", "10x64"))[0];
        var unknown = Path.Combine(directory.Path, "rows", "20x77");
        Directory.CreateDirectory(unknown);
        File.Copy(rows, Path.Combine(unknown, Path.GetFileName(rows)));

        using (var store = directory.Open())
            Assert.Contains("20x77", Assert.Single(store.Health.Recovery), StringComparison.Ordinal);

        Assert.False(Directory.Exists(unknown));
        Assert.True(File.Exists(Path.Combine(directory.Path, "orphans", "20x77", Path.GetFileName(rows))));
    }

    [Fact]
    public void Row_files_of_a_deleted_series_are_deleted()
    {
        using (var store = directory.Open())
        {
            Define(store, "b", 200);
            store.Delete(store.List()[0].Id);
        }
        using (var store = directory.Open())
            Assert.Empty(store.Health.Recovery);
        directory.Open().Dispose();

        Assert.False(Directory.Exists(Path.Combine(directory.Path, "rows", "10x64")));
        Assert.False(Directory.Exists(Path.Combine(directory.Path, "orphans")));
    }

    private static SeriesInfo Define(RoundRobinStore store, string name, int rows) => store.Define(new SeriesDefinition(
        SeriesName.Parse(name), new DataSource(DataSourceType.Gauge), new Schema(10, 30, new ArchiveDefinition(Average, 1, rows)), new SeriesMetadata("1")));

    private List<(string, long)> Files() =>
        [.. Directory.GetFiles(directory.Path, "*", SearchOption.AllDirectories).Where(p => Path.GetFileName(p) != "lock").Order().Select(p => (p, new FileInfo(p).Length))];
}
