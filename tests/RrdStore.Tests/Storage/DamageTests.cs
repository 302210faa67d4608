using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Storage;

/// <summary>One byte after the other is changed in a file of a good store. Either it is noticed, or all rows are as they were.</summary>
public sealed class DamageTests : IDisposable
{
    private const long Start = 1_000_000_200;

    private static readonly Schema Schema = new(10, 30, new ArchiveDefinition(Average, 1, 64), new ArchiveDefinition(Maximum, 6, 16));

    private readonly StoreDirectory directory = new();
    private readonly double[] expected;

    public DamageTests()
    {
        using var store = directory.Open();
        var id = store.Define(new SeriesDefinition(
            SeriesName.Parse("a"), new DataSource(DataSourceType.Gauge), Schema, new SeriesMetadata("1", "label"))).Id;
        for (var i = 0; i < 60; i++)
            store.Append([Reading.Of(id, (Start + i * 10) * 1_000_000, i * i % 17)]);
        expected = Rows(store, id);
    }

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_changed_byte_of_a_row_file_is_found_by_check_and_never_gives_a_wrong_row()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(directory.Path, "rows"), "*.rows", SearchOption.AllDirectories))
            FlipEach(file, store => store.Check().Damages.Count > 0);
    }

    [Fact]
    public void A_changed_byte_of_the_log_never_gives_a_wrong_row() =>
        FlipEach(Directory.GetFiles(Path.Combine(directory.Path, "log"), "*.log").Order().Last(), _ => false);

    [Fact]
    public void A_changed_byte_of_the_catalogue_is_refused_or_cuts_the_last_record() =>
        FlipEach(Path.Combine(directory.Path, "catalog"), _ => false);

    [Fact]
    public void A_lost_definition_costs_what_was_in_memory_of_its_series_and_no_other_series_gets_its_number()
    {
        var catalog = Path.Combine(directory.Path, "catalog");
        var before = new FileInfo(catalog).Length;
        SeriesId lost;
        using (var store = directory.Open())
        {
            lost = store.Define(new SeriesDefinition(SeriesName.Parse("b"), new DataSource(DataSourceType.Gauge), Schema, new SeriesMetadata("1"))).Id;
            store.Append([Reading.Of(lost, Start * 1_000_000, 1)]);
        }
        using (var file = new FileStream(catalog, FileMode.Open))
            file.SetLength(before);

        using (var store = directory.Open())
        {
            Assert.Contains($"the definition of series {lost.Value}.", Assert.Single(store.Health.Recovery), StringComparison.Ordinal);
            Assert.Single(Directory.GetFiles(Path.Combine(directory.Path, "damaged"), "*.state"));
            Assert.Equal(expected, Rows(store, Assert.Single(store.List()).Id));
            Assert.Equal(1, store.Append([Reading.Of(lost, Start * 1_000_000, 1)]).Invalid);
            var next = store.Define(new SeriesDefinition(SeriesName.Parse("c"), new DataSource(DataSourceType.Gauge), Schema, new SeriesMetadata("1"))).Id;
            Assert.True(next.Value > lost.Value);
            Assert.Equal(1, store.Append([Reading.Of(next, Start * 1_000_000, 1)]).Accepted);
        }
        using var again = directory.Open();
        Assert.Empty(again.Health.Recovery);
        Assert.Equal(2, again.List().Count);
    }

    [Fact]
    public void Repair_sets_a_damaged_block_aside_and_keeps_the_others()
    {
        var file = Directory.GetFiles(Path.Combine(directory.Path, "rows", "10x64"), "*.rows").First();
        var bytes = File.ReadAllBytes(file);
        bytes[^12] ^= 1;
        File.WriteAllBytes(file, bytes);
        using (var store = directory.Open())
        {
            Assert.Equal("a", Assert.Single(store.Repair()).Series?.Value);
            Assert.Empty(store.Check().Damages);
        }
        Assert.Single(Directory.GetFiles(Path.Combine(directory.Path, "damaged")));
        using var again = directory.Open();
        Assert.Empty(again.Check().Damages);
        Assert.Contains(Rows(again, again.List()[0].Id), v => !double.IsNaN(v));
    }

    [Fact]
    public void Rows_that_damage_hides_from_an_export_or_a_new_archive_are_counted()
    {
        var file = Directory.GetFiles(Path.Combine(directory.Path, "rows", "10x64"), "*.rows").Order().First();
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.AsSpan().LastIndexOfAnyExcept((byte)0) - 2] ^= 1;
        File.WriteAllBytes(file, bytes);
        using var store = directory.Open();
        var series = store.List()[0];

        Assert.Contains(store.Export(series.Id).Archives[0].Rows, double.IsNaN);
        var exported = store.Health.DamagedBlocks;
        store.Define(series.Definition with { Schema = new Schema(10, 30, [.. Schema.Archives, new ArchiveDefinition(Average, 3, 16)]) });

        Assert.True(exported > 0);
        Assert.True(store.Health.DamagedBlocks > exported);
    }

    [Fact]
    public void A_backup_taken_while_running_opens_as_the_store_was()
    {
        using var store = directory.Open();
        using var target = new StoreDirectory();
        target.Clock.SetUtcNow(directory.Clock.GetUtcNow());
        store.Backup(target.Path);
        using var copy = target.Open();
        Assert.Equal(expected, Rows(copy, copy.List()[0].Id));
        Assert.Empty(copy.Check().Damages);
    }

    private void FlipEach(string file, Func<RoundRobinStore, bool> isNoticed)
    {
        var good = File.ReadAllBytes(file);
        var end = Math.Min(good.AsSpan().LastIndexOfAnyExcept((byte)0) + 1, 6_000);
        for (var at = 0; at < end; at += 1 + at / 100)
        {
            using var copy = new StoreDirectory();
            copy.Clock.SetUtcNow(directory.Clock.GetUtcNow());
            foreach (var path in Directory.GetFiles(directory.Path, "*", SearchOption.AllDirectories).Where(p => !p.Contains("spare", StringComparison.Ordinal)))
            {
                var target = Path.Combine(copy.Path, Path.GetRelativePath(directory.Path, path));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(path, target);
            }
            var bad = (byte[])good.Clone();
            bad[at] ^= 0x10;
            var damaged = Path.Combine(copy.Path, Path.GetRelativePath(directory.Path, file));
            File.WriteAllBytes(damaged, bad);
            try
            {
                using var store = copy.Open();
                var noticed = store.Health.Recovery.Count > 0 || isNoticed(store);
                var rows = store.List() is [var info] ? Rows(store, info.Id) : [.. expected.Select(_ => double.NaN)];
                for (var i = 0; i < rows.Length; i++)
                    Assert.True(noticed && double.IsNaN(rows[i]) || rows[i].Equals(expected[i]), $"{file}, byte {at}: row {i} is {rows[i]} instead of {expected[i]}; {string.Join(' ', rows)} {string.Join(' ', store.Health.Recovery)}.");
            }
            catch (StoreFormatException e)
            {
                Assert.Equal(damaged, e.Path);
            }
        }
    }

    private static double[] Rows(RoundRobinStore store, SeriesId id)
    {
        var values = new double[70];
        store.Fetch(id, Average, new Rows(Start, 10, 60), values);
        store.Fetch(id, Maximum, new Rows(Start, 60, 10), values.AsSpan(60));
        return values;
    }
}
