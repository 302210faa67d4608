using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Faults;

/// <summary>A disk that refuses, one way at a time: what the store says, what it keeps, and that it goes on by itself.</summary>
public sealed class DiskFaultTests : IDisposable
{
    private const long Start = 1_000_000_000;

    private static readonly Schema Schema = new(10, 30, new ArchiveDefinition(Average, 1, 500));

    private readonly string directory = Directory.CreateTempSubdirectory("disk-").FullName;
    private readonly TestDisk disk = new(new Random(1));
    private readonly StillClock clock = new(Start + 10_000);

    public void Dispose()
    {
        disk.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData(DiskOperation.Open, "No space left on device")]
    [InlineData(DiskOperation.Write, "No space left on device")]
    [InlineData(DiskOperation.Write, "Input/output error")]
    [InlineData(DiskOperation.Write, "Read-only file system")]
    [InlineData(DiskOperation.Sync, "Input/output error")]
    [InlineData(DiskOperation.SyncDirectory, "Input/output error")]
    public void A_disk_that_refuses_is_named_and_loses_nothing_that_was_or_will_be_durable(object operation, string error)
    {
        using (var store = Open())
        {
            var id = Define(store);
            Append(store, id, 0, 10);
            store.Flush();
            disk.Fault = (asked, path) => asked == (DiskOperation)operation ? new IOException($"{error} : '{path}'") : null;
            Append(store, id, 10, 400);

            var thrown = Assert.Throws<IOException>(store.Maintain);
            Assert.StartsWith($"{error} : '{directory}", thrown.Message);
            Assert.Equal(thrown.Message, store.Health.LastError);
            Assert.False(store.Health.IsWell);
            Assert.True(store.Health.UnsavedBytes > 0);
            // Readers see all of it meanwhile.
            AssertRows(store, id, 399);

            disk.Fault = (_, _) => null;
            store.Maintain();
            Assert.True(store.Health.IsWell);
            // Not stopped: the power goes.
            disk.OperationsLeft = 1;
        }
        disk.RestorePower();
        using var again = Open();
        AssertRows(again, again.List()[0].Id, 399);
        Assert.Empty(again.Check().Damages);
    }

    [Fact]
    public void Rows_that_cannot_be_written_are_said_until_they_are_although_the_log_is_well()
    {
        using var store = Open();
        var id = Define(store);
        Append(store, id, 0, 400);
        disk.Fault = (asked, path) => asked == DiskOperation.Write && path.EndsWith(".rows", StringComparison.Ordinal) ? new IOException($"No space : '{path}'") : null;
        Assert.Throws<IOException>(store.Maintain);
        var failing = store.Health;
        store.Flush();
        Assert.Equal((failing.LastError, failing.Since), (store.Health.LastError, store.Health.Since));
        Assert.NotNull(failing.LastError);
        disk.Fault = (_, _) => null;
        store.Maintain();
        Assert.True(store.Health.IsWell);
    }

    [Fact]
    public void A_segment_that_cannot_be_let_go_is_not_taken_for_damage_by_the_next_start()
    {
        using (var store = RoundRobinStore.Open(directory, new StoreOptions { Time = clock, Disk = disk, LogSegmentBytes = 2048 }))
        {
            var id = Define(store);
            disk.Fault = (asked, path) =>
                asked is DiskOperation.Rename or DiskOperation.Delete && path.EndsWith("000000000001.log", StringComparison.Ordinal) ? new IOException("Input/output error") : null;
            for (var round = 0; round < 40; round++)
            {
                Append(store, id, round * 10, round * 10 + 10);
                store.Maintain();
            }
            disk.Fault = (_, _) => null;
        }
        var log = Path.Combine(directory, "log");
        Assert.True(File.Exists(Path.Combine(log, "000000000001.log")) && !File.Exists(Path.Combine(log, "000000000002.log")));
        using var again = Open();
        Assert.Empty(again.Check().Damages);
        AssertRows(again, again.List()[0].Id, 399);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named_and_does_not_stop_the_writer()
    {
        using var store = Open();
        var id = Define(store);
        Append(store, id, 0, 400);
        store.Maintain();
        disk.Fault = (asked, path) => asked == DiskOperation.Read ? new IOException($"Input/output error : '{path}'") : null;
        Assert.Contains(".rows", Assert.Throws<IOException>(() => Rows(store, id, 399)).Message);
        Append(store, id, 400, 410);
        store.Flush();
        disk.Fault = (_, _) => null;
        AssertRows(store, id, 409);
    }

    [Fact]
    public void A_directory_that_cannot_be_written_is_named_when_the_store_is_opened()
    {
        Open().Dispose();
        disk.Fault = (asked, path) => asked == DiskOperation.Open ? new IOException($"Read-only file system : '{path}'") : null;
        Assert.Contains(directory, Assert.Throws<IOException>(Open).Message);
        disk.Fault = (_, _) => null;
        Open().Dispose();
    }

    [Fact]
    public void Memory_for_what_the_disk_refuses_is_bounded_and_the_writer_says_so()
    {
        using var store = Open(unsavedBytes: 100_000);
        var id = Define(store);
        store.Flush();
        disk.Fault = (asked, path) => asked == DiskOperation.Sync ? new IOException($"Input/output error : '{path}'") : null;
        var taken = 0;
        IOException? refused = null;
        for (; refused is null; taken++)
        {
            Assert.True(taken < 10_000, "Memory is taken without end.");
            try
            {
                Append(store, id, taken, taken + 1);
            }
            catch (IOException e)
            {
                refused = e;
                break;
            }
        }
        Assert.Contains("memory for what it refuses is full", refused.Message);
        Assert.Contains(directory, refused.Message);
        Assert.InRange(store.Health.UnsavedBytes, 100_000, 200_000);

        disk.Fault = (_, _) => null;
        Append(store, id, taken, taken + 1);
        AssertRows(store, id, taken);
    }

    private RoundRobinStore Open() => Open(unsavedBytes: 1 << 27);

    private RoundRobinStore Open(long unsavedBytes) => RoundRobinStore.Open(
        directory, new StoreOptions { Time = clock, Disk = disk, LogSegmentBytes = 1 << 16, MaximumUnsavedBytes = unsavedBytes });

    private static SeriesId Define(RoundRobinStore store) => store.Define(new SeriesDefinition(
        SeriesName.Parse("a"), new DataSource(DataSourceType.Gauge), Schema, new SeriesMetadata("1"))).Id;

    // Values that no codec makes small.
    private static double Value(long round) => Math.Sqrt(round + 1);

    private void Append(RoundRobinStore store, SeriesId id, long from, long to)
    {
        for (; from < to; from++)
        {
            clock.UnixSeconds = Math.Max(clock.UnixSeconds, Start + from * 10);
            Assert.Equal(1, store.Append([Reading.Of(id, (Start + from * 10) * 1_000_000, Value(from))]).Accepted);
        }
    }

    private static double[] Rows(RoundRobinStore store, SeriesId id, long rounds)
    {
        var first = Math.Max(0, rounds - 500);
        var values = new double[rounds - first];
        store.Fetch(id, Average, new Rows(Start + first * 10, 10, values.Length), values);
        return values;
    }

    private static void AssertRows(RoundRobinStore store, SeriesId id, long rounds) => Assert.Equal(
        Enumerable.Range(0, (int)Math.Min(500, rounds)).Select(i => Value(Math.Max(0, rounds - 500) + i + 1)), Rows(store, id, rounds));
}
