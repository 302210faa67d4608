using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Faults;

/// <summary>A change of many series on a disk that fails in the middle of it: each is changed as a whole or not at all, it is said which, and the
/// same change once more does the rest.</summary>
public sealed class SchemaChangeFaultTests : IDisposable
{
    private const long Start = 1_000_000_200; // a multiple of 600
    private const int Series = 6;
    private const int Readings = 350;

    private static readonly DataSource Gauge = new(DataSourceType.Gauge);
    private static readonly Schema Before = new(10, 30, new ArchiveDefinition(Average, 1, 400), new ArchiveDefinition(Maximum, 6, 100));
    private static readonly Schema After = new(10, 30, new ArchiveDefinition(Average, 1, 1000), new ArchiveDefinition(Maximum, 6, 100), new ArchiveDefinition(Minimum, 60, 50));

    private readonly string directory = Directory.CreateTempSubdirectory("change-").FullName;
    private readonly TestDisk disk = new(new Random(1));
    private readonly StillClock clock = new(Start + Readings * 10);

    public void Dispose()
    {
        disk.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData(DiskOperation.Read, ".rows", 0)]
    [InlineData(DiskOperation.Read, ".rows", 7)]
    [InlineData(DiskOperation.Read, ".rows", 23)]
    [InlineData(DiskOperation.Write, "catalog", 0)]
    [InlineData(DiskOperation.Write, "catalog", 3)]
    [InlineData(DiskOperation.Write, "catalog", 5)]
    [InlineData(DiskOperation.Sync, "catalog", 0)]
    [InlineData(DiskOperation.Sync, ".log", 0)]
    public void A_change_that_fails_midway_says_how_far_it_came_and_goes_on_from_there(object operation, string file, int succeeding)
    {
        var changed = 0;
        using (var store = Open())
        {
            var changes = Changes(Fill(store));
            disk.Fault = (asked, path) => asked == (DiskOperation)operation && path.EndsWith(file, StringComparison.Ordinal) && succeeding-- <= 0
                ? new IOException($"Input/output error : '{path}'") : null;
            // So that the log has something to make durable.
            Append(store, Readings);
            (changed, var fault) = store.Change(changes);
            Assert.StartsWith("Input/output error", fault);
            Assert.Equal((DiskOperation)operation == DiskOperation.Sync, changed == Series);
            disk.Fault = (_, _) => null;
            AssertSchemas(store, changed);
            AssertRows(store, Readings);
            store.Flush();
            // Not stopped: the power goes.
            disk.OperationsLeft = 1;
        }
        disk.RestorePower();
        using (var store = Open())
        {
            AssertSchemas(store, changed);
            AssertRows(store, Readings);
            Assert.Equal(new ChangeOutcome(Series, null), store.Change(Changes(store.List())));
            AssertSchemas(store, Series);
            AssertRows(store, Readings);
        }
        using var again = Open();
        AssertSchemas(again, Series);
        AssertRows(again, Readings);
        Assert.Empty(again.Check().Damages);
    }

    [Fact]
    public void A_change_that_one_of_the_series_cannot_have_changes_none()
    {
        using var store = Open();
        var series = Fill(store);
        store.Define(new SeriesDefinition(SeriesName.Parse("sum"), new DataSource(DataSourceType.Compute, Expression: "s4,s5,+"), Before, new SeriesMetadata("1")));
        var longer = new Schema(60, 180, new ArchiveDefinition(Average, 1, 100));
        var refused = Assert.Throws<ArgumentException>(() => store.Change([.. series.Select(one => new SeriesChange(one.Id, Gauge, longer))]));
        Assert.Contains("s4 is what sum is computed from", refused.Message);
        Assert.All(store.List(), one => Assert.Equal(Before, one.Definition.Schema));
    }

    [Fact]
    public void Rows_made_anew_wait_in_bounded_memory_for_a_disk_that_refuses_them_and_the_rest_is_not_changed()
    {
        using var store = Open(unsavedBytes: 6_000);
        var changes = Changes(Fill(store));
        disk.Fault = (asked, path) => asked == DiskOperation.Write && path.EndsWith(".rows", StringComparison.Ordinal) ? new IOException($"No space left on device : '{path}'") : null;
        var (changed, fault) = store.Change(changes);
        Assert.InRange(changed, 1, Series - 1);
        Assert.Contains("No space left on device", fault);
        Assert.InRange(store.Health.UnsavedBytes, 6_000, 20_000);
        AssertSchemas(store, changed);

        disk.Fault = (_, _) => null;
        Assert.Equal(new ChangeOutcome(Series, null), store.Change(changes));
        store.Settle();
        AssertSchemas(store, Series);
        AssertRows(store, Readings - 1);
    }

    private RoundRobinStore Open(long unsavedBytes = 1 << 27) => RoundRobinStore.Open(
        directory, new StoreOptions { Time = clock, Disk = disk, MaximumUnsavedBytes = unsavedBytes });

    private static IReadOnlyList<SeriesInfo> Fill(RoundRobinStore store)
    {
        for (var i = 0; i < Series; i++)
            store.Define(new SeriesDefinition(SeriesName.Parse($"s{i}"), Gauge, Before, new SeriesMetadata("1")));
        for (var i = 0; i < Readings; i++)
            Append(store, i);
        store.Settle();
        return store.List();
    }

    private static void Append(RoundRobinStore store, int reading) =>
        store.Append([.. store.List().Select(one => Reading.Of(one.Id, (Start + reading * 10L) * 1_000_000, Value(one, reading)))]);

    private static SeriesChange[] Changes(IEnumerable<SeriesInfo> series) => [.. series.Select(one => new SeriesChange(one.Id, Gauge, After))];

    // Values that no codec makes small.
    private static double Value(SeriesInfo series, int reading) => Math.Sqrt(reading + 1_000 * series.Id.Value);

    private static void AssertSchemas(RoundRobinStore store, int changed) => Assert.Equal(
        Enumerable.Range(0, Series).Select(i => i < changed ? After : Before), store.List().Select(one => one.Definition.Schema));

    private static void AssertRows(RoundRobinStore store, int count)
    {
        foreach (var one in store.List())
        {
            var fine = new double[count];
            store.Fetch(one.Id, Average, new Rows(Start, 10, count), fine);
            Assert.Equal(Enumerable.Range(1, count).Select(i => Value(one, i)), fine);
            var coarse = new double[5];
            if (one.Definition.Schema != After)
                continue;
            store.Fetch(one.Id, Minimum, new Rows(Start, 600, coarse.Length), coarse);
            Assert.Equal(Enumerable.Range(0, coarse.Length).Select(i => Value(one, i * 60 + 1)), coarse);
        }
    }
}
