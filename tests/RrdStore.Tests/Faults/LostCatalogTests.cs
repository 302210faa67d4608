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

    [Fact]
    public void A_damaged_definition_is_lost_alone_and_its_number_is_given_to_no_other_series()
    {
        SeriesId lost;
        using (var store = directory.Open())
        {
            lost = Define(store, "b", 64).Id;
            Define(store, "c", 64);
            store.Append([.. store.List().Select(series => Reading.Of(series.Id, (Start + 600) * 1_000_000, 60))]);
        }
        var good = File.ReadAllBytes(Catalog);
        var bad = (byte[])good.Clone();
        // The first record with this name: what follows it, a length and a letter.
        var at = bad.AsSpan().IndexOf("\u0001b"u8);
        bad[at + 4] ^= 1;
        File.WriteAllBytes(Catalog, bad);
        Assert.Equal(Catalog, Assert.Throws<StoreFormatException>(() => directory.Open()).Path);

        var damage = Assert.Single(RoundRobinStore.RepairCatalog(directory.Path));

        Assert.Equal("b", damage.Series?.Value);
        Assert.Contains($"the definition of series {lost.Value}, which is lost", damage.Problem, StringComparison.Ordinal);
        Assert.Equal(bad, File.ReadAllBytes(Path.Combine(directory.Path, "damaged", "catalog")));
        using (var store = directory.Open())
        {
            Assert.Equal(["a", "c"], store.List().Select(series => series.Name.Value));
            Assert.True(Define(store, "d", 64).Id.Value > lost.Value + 1);
            Assert.Empty(store.Check().Damages);
        }
        using var again = directory.Open();
        Assert.Equal(["a", "c", "d"], again.List().Select(series => series.Name.Value));
    }

    [Fact]
    public void Whichever_byte_of_a_catalogue_is_damaged_a_repair_keeps_every_other_definition_or_changes_nothing()
    {
        using (var store = directory.Open())
            for (var i = 0; i < 8; i++)
                Define(store, $"s{i}", 64 + i);
        var good = File.ReadAllBytes(Catalog);
        for (var at = 0; at < good.Length; at += 1 + at / 40)
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= 0x10;
            File.WriteAllBytes(Catalog, bad);
            List<string> names;
            try
            {
                Assert.NotEmpty(RoundRobinStore.RepairCatalog(directory.Path));
                names = Names();
            }
            catch (StoreFormatException e)
            {
                // As of a newer version.
                Assert.InRange(e.Offset, 4, 7);
                Assert.Equal(bad, File.ReadAllBytes(Catalog));
                continue;
            }
            Assert.True(names.Count >= 8, $"Byte {at}: {string.Join(' ', names)} are left.");
        }
    }

    [Fact]
    public void A_catalogue_without_a_whole_definition_is_not_repaired()
    {
        var bytes = File.ReadAllBytes(Catalog);
        bytes.AsSpan(16).Fill(7);
        File.WriteAllBytes(Catalog, bytes);
        Assert.Contains("from a backup", Assert.Throws<StoreFormatException>(() => RoundRobinStore.RepairCatalog(directory.Path)).Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(Catalog));
    }

    // Without the rest of the store.
    private List<string> Names()
    {
        var names = new Dictionary<int, string>();
        using var catalog = Metrics.RrdStore.Storage.Catalog.Open(new Metrics.RrdStore.Storage.Disk(), directory.Path, (id, definition, _) => names[id] = definition!.Name.Value);
        Assert.Null(catalog.Fault);
        return [.. names.Values];
    }

    private static SeriesInfo Define(RoundRobinStore store, string name, int rows) => store.Define(new SeriesDefinition(
        SeriesName.Parse(name), new DataSource(DataSourceType.Gauge), new Schema(10, 30, new ArchiveDefinition(Average, 1, rows)), new SeriesMetadata("1")));

    private List<(string, long)> Files() =>
        [.. Directory.GetFiles(directory.Path, "*", SearchOption.AllDirectories).Where(p => Path.GetFileName(p) != "lock").Order().Select(p => (p, new FileInfo(p).Length))];
}
