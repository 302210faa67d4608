using Metrics.RrdStore.Tests.Storage;
using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Faults;

/// <summary>A store on a file system that is really read-only: it can be looked at, whatever the last process left, and nothing else.</summary>
public sealed class ReadOnlyDiskTests : IDisposable
{
    private const long Start = 1_000_000_200; // a multiple of 600
    private const int Readings = 900;

    private static readonly Schema Schema = new(10, 30, new ArchiveDefinition(Average, 1, 1000), new ArchiveDefinition(Maximum, 6, 200));

    private readonly SmallDisk disk = new(kilobytes: 64_000);
    private readonly StillClock clock = new(Start + Readings * 10);

    public void Dispose() => disk.Dispose();

    [Theory, InlineData(true), InlineData(false)]
    public void What_was_closed_or_killed_is_read_counted_checked_given_out_and_copied(bool isClosed)
    {
        Fill(isClosed);
        disk.SetReadOnly(true);
        Assert.Contains("Read-only file system", Assert.Throws<StoreReadOnlyException>(Open).Message);
        var before = Files();

        using (var store = OpenToRead())
        {
            Assert.Empty(store.Health.Recovery);
            Assert.Equal(("Read-only file system", false), (store.Health.LastError?.Split(": ")[^1], store.Health.IsWell));
            AssertRows(store);
            Assert.Empty(store.Check().Damages);
            Assert.True(store.Measure().Values > 0);
            Assert.Equal(Readings - 1, store.Export(store.List()[0].Id).Archives[0].Rows.Count(row => !double.IsNaN(row)));
            // Others may look too; who would write may not.
            using var beside = OpenToRead();
            AssertRows(beside);
            using var target = new StoreDirectory();
            store.Backup(target.Path);
            using var copy = RoundRobinStore.Open(target.Path, new StoreOptions { Time = clock });
            // Late readings wait for the next round.
            copy.Settle();
            AssertRows(copy);
        }
        Assert.Equal(before, Files());

        disk.SetReadOnly(false);
        using var again = Open();
        again.Settle();
        AssertRows(again);
    }

    [Fact]
    public void Whatever_would_have_to_write_refuses_and_says_why()
    {
        Fill(isClosed: true);
        disk.SetReadOnly(true);
        using var store = OpenToRead();
        var series = store.List()[0];
        foreach (var write in (Action[])
        [
            () => store.Append([Reading.Of(series.Id, clock.UnixSeconds * 1_000_000, 1)]),
            () => store.Define(series.Definition with { Name = SeriesName.Parse("b") }),
            () => store.Change([new SeriesChange(series.Id, series.Definition.Source, Schema)]),
            () => store.Rename(series.Id, SeriesName.Parse("b")),
            () => store.Delete(series.Id),
            () => store.Clip(series.Id, double.NaN, 1, new TimeRange(Start, Start + 100)),
            () => store.Import(store.Export(series.Id)),
            () => store.Repair(),
            store.Flush,
        ])
            Assert.Equal($"The store in {disk.Path} can be read only: Read-only file system", Assert.Throws<StoreReadOnlyException>(write).Message.Split(" : ")[0]);
        AssertRows(store);
    }

    [Fact]
    public void A_torn_end_of_the_catalogue_and_one_of_an_older_version_are_mended_in_memory_only()
    {
        Fill(isClosed: false);
        var path = Path.Combine(disk.Path, "catalog");
        var catalog = File.ReadAllBytes(path);
        catalog[4] = 4;
        File.WriteAllBytes(path, [.. catalog, 9, 0, 0, 0, 1, 2, 3]);
        disk.SetReadOnly(true);
        using var store = OpenToRead();
        Assert.Equal(2, store.Health.Recovery.Count);
        Assert.Contains("is torn", store.Health.Recovery[0]);
        AssertRows(store);
        Assert.Empty(store.Check().Damages);
    }

    [Fact]
    public void A_store_at_work_is_not_looked_at_behind_its_back()
    {
        Fill(isClosed: true);
        using (Open())
            Assert.Throws<StoreInUseException>(OpenToRead);
        using (OpenToRead())
            Assert.Throws<StoreInUseException>(Open);
    }

    private RoundRobinStore Open() => RoundRobinStore.Open(disk.Path, new StoreOptions { Time = clock });

    private RoundRobinStore OpenToRead() => RoundRobinStore.OpenToRead(disk.Path, "Read-only file system", new StoreOptions { Time = clock });

    // Rows in files, in the log only, and of readings that are late and were not worked in yet.
    private void Fill(bool isClosed)
    {
        using var directory = new StoreDirectory();
        var path = isClosed ? disk.Path : directory.Path;
        using var store = RoundRobinStore.Open(path, new StoreOptions { Time = clock });
        var id = store.Define(new SeriesDefinition(SeriesName.Parse("a"), new DataSource(DataSourceType.Gauge), Schema, new SeriesMetadata("1"))).Id;
        for (var i = 0; i < Readings; i++)
        {
            if (i % 100 != 50)
                store.Append([Reading.Of(id, (Start + i * 10) * 1_000_000, i)]);
            if (i == 600)
                store.Settle();
        }
        for (var i = 50; i < Readings; i += 100)
            Assert.Equal(1, store.Append([Reading.Of(id, (Start + i * 10) * 1_000_000, i)]).Late);
        store.Flush();
        if (isClosed)
            return;
        store.WhileStill(() =>
        {
            foreach (var file in Directory.GetFiles(path, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
            {
                var target = Path.Combine(disk.Path, Path.GetRelativePath(path, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var copy = File.Create(target);
                source.CopyTo(copy);
            }
        });
    }

    private static void AssertRows(RoundRobinStore store)
    {
        var values = new double[Readings - 1];
        store.Fetch(store.List()[0].Id, Average, new Rows(Start, 10, values.Length), values);
        Assert.Equal(Enumerable.Range(1, values.Length).Select(i => (double)i), values);
    }

    private string[] Files() => [.. Directory.GetFiles(disk.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(path => $"{path} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}")];
}
