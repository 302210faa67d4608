using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Storage;

public sealed class CareTests : IDisposable
{
    private const long Start = 1_000_000_000;

    private static readonly Schema Schema = new(10, 30, new ArchiveDefinition(Average, 1, 2000), new ArchiveDefinition(Maximum, 6, 300));

    private readonly StoreDirectory directory = new();
    private readonly RoundRobinStore store;

    public CareTests()
    {
        store = directory.Open();
        var ids = Enumerable.Range(0, 10).Select(i => store.Define(new SeriesDefinition(
            SeriesName.Parse($"s{i}"), new DataSource(DataSourceType.Gauge), Schema, new SeriesMetadata("1"))).Id).ToArray();
        for (var i = 0; i < 1500; i++)
            store.Append([.. ids.Select((id, n) => Reading.Of(id, (Start + i * 10) * 1_000_000, i * n % 37))]);
        store.Settle();
    }

    public void Dispose()
    {
        store.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void What_is_counted_by_heads_is_what_a_check_finds()
    {
        var counted = store.Measure();
        var found = store.Check();
        Assert.True(found.Values > 10 * 1000, $"{found.Values} values.");
        Assert.Equal((found.Values, found.Blocks, found.Chunks, found.RowBytes), (counted.Values, counted.Blocks, counted.Chunks, counted.RowBytes));
    }

    [Fact]
    public void What_deleted_series_and_former_archives_left_behind_is_counted()
    {
        Assert.Equal((0, 0), (store.Measure().LeftBytes, store.Measure().SetAsideBytes));
        var values = store.Measure();
        var series = store.List();
        store.Delete(series[0].Id);
        var deleted = store.Measure().LeftBytes;
        Assert.InRange(deleted, 1, values.RowBytes / series.Count * 2);
        // Another length: all rows are in other files, and the old ones wait for the next start.
        store.Change([.. series.Skip(1).Select(one => new SeriesChange(one.Id, one.Definition.Source, new Schema(10, 30, new ArchiveDefinition(Average, 1, 4000))))]);
        store.Settle();
        var left = store.Measure().LeftBytes;
        Assert.InRange(left, values.RowBytes / 2, values.RowBytes);
        Assert.Equal(left, store.Check().LeftBytes);
        store.Dispose();
        using var again = directory.Open();
        again.Settle();
        Assert.Equal(0, again.Measure().LeftBytes);
    }

    [Fact]
    public async Task A_backup_under_load_is_the_store_of_one_moment()
    {
        var ids = store.List().Select(one => one.Id).ToArray();
        using var stop = new CancellationTokenSource();
        directory.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 1_000_000));
        var writer = Task.Run(() =>
        {
            for (var i = 1500; i < 90_000 && !stop.IsCancellationRequested; i++)
                store.Append([.. ids.Select((id, n) => Reading.Of(id, (Start + i * 10) * 1_000_000, i))]);
        }, TestContext.Current.CancellationToken);
        using var target = new StoreDirectory();
        store.Backup(target.Path);
        await stop.CancelAsync();
        await writer.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        target.Clock.SetUtcNow(directory.Clock.GetUtcNow());
        using var copy = target.Open();
        Assert.Empty(copy.Health.Recovery);
        Assert.Empty(copy.Check().Damages);
        // A batch is there as a whole or not at all, and those before it are.
        var last = Assert.Single(copy.List().Select(one => copy.Latest(one.Id).UnixSeconds).Distinct());
        var rows = new double[(int)Math.Clamp((last - Start) / 10 - 1500, 0, 100)];
        foreach (var id in ids)
        {
            copy.Fetch(id, Average, new Rows(last - rows.Length * 10, 10, rows.Length), rows);
            Assert.Equal(Enumerable.Range(0, rows.Length).Select(i => (double)((last - Start) / 10 - rows.Length + i + 1)), rows);
        }
    }

    [Fact]
    public void Check_and_backup_tell_how_far_they_are_up_to_the_end()
    {
        var check = new Told();
        store.Check(check);
        check.AssertComplete();
        using var target = new StoreDirectory();
        var backup = new Told();
        store.Backup(target.Path, backup);
        backup.AssertComplete();
    }

    [Fact]
    public void Check_and_repair_and_backup_end_when_they_are_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var told = new Told { OnReport = cancel.Cancel };
        Assert.Throws<OperationCanceledException>(() => store.Check(told, cancel.Token));
        Assert.Single(told.Reports);
        Assert.Throws<OperationCanceledException>(() => store.Repair(null, cancel.Token));
        using var target = new StoreDirectory();
        Assert.Throws<OperationCanceledException>(() => store.Backup(target.Path, null, cancel.Token));
        // What was copied is gone, so that the next backup finds the directory empty.
        store.Backup(target.Path);
    }

    // Each file has one window here: once they are written anew, the chunks of all of them begin at the same byte.
    [Fact]
    public void Rows_that_were_read_of_late_are_given_again_without_taking_memory()
    {
        var series = store.List()[3].Id;
        var rows = store.Resolve(series, Average, new TimeRange(Start, Start + 15_000), 10);
        var values = new double[rows.Count];
        var least = long.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            store.Fetch(series, Average, rows, values);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.True(rows.Count > 1024);
        Assert.Equal(0, least);
    }

    [Fact]
    public void Repair_of_a_damaged_log_keeps_all_readings_and_leaves_nothing_that_needs_it()
    {
        using var other = new StoreDirectory();
        var options = new StoreOptions { Time = other.Clock, LogSegmentBytes = 1 << 14 };
        using (var logged = RoundRobinStore.Open(other.Path, options))
        {
            var id = logged.Define(store.List()[0].Definition).Id;
            for (var i = 0; i < 1500; i++)
                logged.Append([Reading.Of(id, (Start + i * 10) * 1_000_000, Math.Sqrt(i))]);
            logged.Flush();
            var first = Directory.GetFiles(Path.Combine(other.Path, "log"), "*.log").Order(StringComparer.Ordinal).First();
            using (var file = new FileStream(first, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            {
                file.Position = 100;
                file.WriteByte(0xEE);
            }
            Assert.Equal(first, Assert.Single(logged.Check().Damages).Path);

            Assert.Equal(first, Assert.Single(logged.Repair()).Path);

            Assert.Empty(logged.Check().Damages);
            Assert.Single(Directory.GetFiles(Path.Combine(other.Path, "damaged"), "*.log"));
        }
        using var again = RoundRobinStore.Open(other.Path, options);
        Assert.Empty(again.Health.Recovery);
        var values = new double[1499];
        again.Fetch(again.List()[0].Id, Average, new Rows(Start, 10, values.Length), values);
        Assert.Equal(Enumerable.Range(1, values.Length).Select(i => Math.Sqrt(i)), values);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Repair_goes_on_in_another_file_of_the_log_when_the_one_being_filled_is_damaged_and_copies_it_once(bool isReopened)
    {
        using var other = new StoreDirectory();
        SeriesId id;
        string Log() => Directory.GetFiles(Path.Combine(other.Path, "log"), "*.log").Order(StringComparer.Ordinal).First();
        void Damage()
        {
            using var file = new FileStream(Log(), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.Position = 100;
            file.WriteByte(0xEE);
        }
        using (var logged = other.Open())
        {
            id = logged.Define(store.List()[0].Definition).Id;
            Append(logged, 0, 100);
            if (isReopened)
                Damage();
            else
                Repair(logged);
        }
        using var again = other.Open();
        if (isReopened)
            Repair(again);
        Append(again, 100, 110);
        Assert.Empty(again.Check().Damages);
        Assert.Single(Directory.GetFiles(Path.Combine(other.Path, "damaged"), "*.log"));
        var values = new double[9];
        again.Fetch(id, Average, new Rows(Start + 1_000, 10, values.Length), values);
        Assert.Equal(Enumerable.Range(101, values.Length).Select(i => (double)i), values);

        void Append(RoundRobinStore target, int from, int to)
        {
            for (var i = from; i < to; i++)
                target.Append([Reading.Of(id, (Start + i * 10) * 1_000_000, i)]);
            target.Flush();
        }

        void Repair(RoundRobinStore target)
        {
            if (!isReopened)
                Damage();
            var damaged = Log();
            if (!isReopened)
                Assert.Equal(damaged, Assert.Single(target.Check().Damages).Path);
            target.Repair();
            Assert.Empty(target.Check().Damages);
        }
    }

    [Fact]
    public void Rows_that_are_not_compressed_yet_do_not_count_for_what_a_compressed_one_takes()
    {
        using var young = new StoreDirectory();
        using var other = young.Open();
        Assert.Equal((double.NaN, double.NaN), (other.Measure().BytesPerValue, other.Measure().CompressedBytesPerValue));
        var id = other.Define(store.List()[0].Definition).Id;
        // Six rows of an archive leave memory as they are.
        for (var i = 0; i < 8; i++)
            other.Append([Reading.Of(id, (Start + i * 10) * 1_000_000, i)]);
        other.Change([new SeriesChange(id, other.List()[0].Definition.Source, new Schema(10, 60, [.. Schema.Archives]))]);
        other.Settle();
        Assert.InRange(other.Measure().BytesPerValue, 9, 200);
        Assert.Equal(double.NaN, other.Measure().CompressedBytesPerValue);
        Assert.InRange(store.Measure().CompressedBytesPerValue, 0.1, store.Measure().BytesPerValue);
        Assert.Equal(store.Check().CompressedBytesPerValue, store.Measure().CompressedBytesPerValue);
    }

    private sealed class Told : IProgress<StoreProgress>
    {
        public List<StoreProgress> Reports { get; } = [];

        public Action OnReport { get; init; } = () => { };

        public void Report(StoreProgress value)
        {
            Reports.Add(value);
            OnReport();
        }

        public void AssertComplete()
        {
            Assert.True(Reports.Count > 1);
            Assert.Equal(Reports[^1].TotalBytes, Reports[^1].DoneBytes);
            Assert.Equal(Reports.Select(r => r.DoneBytes), Reports.Select(r => r.DoneBytes).Order());
            Assert.All(Reports, r => Assert.Equal(Reports[0].TotalBytes, r.TotalBytes));
        }
    }
}
