using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Faults;

/// <summary>A file system that is really full.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const long Start = 1_000_000_000;

    private static readonly Schema Schema = new(10, 30, new ArchiveDefinition(Average, 1, 500));

    private readonly SmallDisk disk = new(kilobytes: 2_000);
    private readonly StillClock clock = new(Start + 100_000);

    public void Dispose() => disk.Dispose();

    [Fact]
    public void A_store_opens_where_there_is_no_room_for_its_log_works_in_memory_and_goes_on_when_there_is()
    {
        using (var store = Open())
        {
            var id = Define(store);
            Append(store, id, 0, 200);
            Assert.Contains(disk.Path, Assert.Throws<IOException>(store.Flush).Message);
            Assert.False(store.Health.IsWell);
            Assert.True(store.Health.UnsavedBytes > 0);
            Assert.Equal(Enumerable.Range(1, 199).Select(i => (double)i), Rows(store, 199));
            // Half a file of the log does not stay behind to fill what room there is.
            Assert.Empty(Directory.GetFiles(Path.Combine(disk.Path, "log")));

            disk.Resize(kilobytes: 16_000);
            store.Maintain();
            Assert.True(store.Health.IsWell);
        }
        using var again = Open();
        Assert.Equal(Enumerable.Range(1, 199).Select(i => (double)i), Rows(again, 199));
    }

    [Fact]
    public void A_store_on_a_disk_that_others_have_filled_opens_and_takes_readings_durably()
    {
        disk.Resize(kilobytes: 16_000);
        using (var store = Open())
        {
            Append(store, Define(store), 0, 200);
        }
        using (var ballast = File.Create(Path.Combine(disk.Path, "ballast")))
            Assert.ThrowsAny<IOException>(() => ballast.Write(new byte[20_000_000]));
        using (var store = Open())
        {
            Assert.True(store.Health.IsWell);
            Append(store, store.List()[0].Id, 200, 220);
            // The files of the log that are there are used again.
            store.Flush();
            Assert.True(store.Health.IsWell);
        }
        using var again = Open();
        Assert.Equal(Enumerable.Range(1, 219).Select(i => (double)i), Rows(again, 219));
    }

    [Fact]
    public void Who_closes_a_store_that_a_full_disk_keeps_in_memory_is_told_and_lets_the_directory_go()
    {
        var store = Open();
        Append(store, Define(store), 0, 200);
        Assert.Contains(disk.Path, Assert.Throws<IOException>(store.Close).Message);
        store.Close();
        store.Dispose();
        disk.Resize(kilobytes: 16_000);
        using var again = Open();
        Assert.Single(again.List());
    }

    private RoundRobinStore Open() => RoundRobinStore.Open(disk.Path, new StoreOptions { Time = clock });

    private static SeriesId Define(RoundRobinStore store) => store.Define(new SeriesDefinition(
        SeriesName.Parse("a"), new DataSource(DataSourceType.Gauge), Schema, new SeriesMetadata("1"))).Id;

    private static void Append(RoundRobinStore store, SeriesId id, int from, int to)
    {
        for (; from < to; from++)
            Assert.Equal(1, store.Append([Reading.Of(id, (Start + from * 10) * 1_000_000, from)]).Accepted);
    }

    private static double[] Rows(RoundRobinStore store, int count)
    {
        var values = new double[count];
        store.Fetch(store.List()[0].Id, Average, new Rows(Start, 10, count), values);
        return values;
    }
}
