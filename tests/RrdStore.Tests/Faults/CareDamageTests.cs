using Metrics.RrdStore.Tests.Storage;
using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Faults;

/// <summary>Files of a store are damaged while it is open.</summary>
public sealed class CareDamageTests : IDisposable
{
    private const long Start = 1_000_000_000;

    private readonly StoreDirectory directory = new();
    private readonly RoundRobinStore store;

    public CareDamageTests()
    {
        store = directory.Open();
        var id = store.Define(new SeriesDefinition(
            SeriesName.Parse("a"), new DataSource(DataSourceType.Gauge), new Schema(10, 30, new ArchiveDefinition(Average, 1, 64)), new SeriesMetadata("1"))).Id;
        for (var i = 0; i < 100; i++)
        {
            store.Append([Reading.Of(id, (Start + i * 10) * 1_000_000, i)]);
            store.Flush();
        }
        store.Settle();
    }

    private string Catalog => Path.Combine(directory.Path, "catalog");

    private string Segment => Directory.GetFiles(Path.Combine(directory.Path, "log"), "*.log").Order(StringComparer.Ordinal).Last();

    public void Dispose()
    {
        store.Dispose();
        directory.Dispose();
    }

    [Theory, InlineData(0), InlineData(5), InlineData(9), InlineData(18), InlineData(30)]
    public void A_damaged_catalogue_is_found_by_check_and_not_copied_by_backup(long offset)
    {
        Assert.Empty(store.Check().Damages);
        Flip(Catalog, offset);
        Assert.Equal(Catalog, Assert.Single(store.Check().Damages).Path);
        using var target = new StoreDirectory();
        Assert.Throws<StoreFormatException>(() => store.Backup(target.Path));
        Assert.Empty(Directory.GetFileSystemEntries(target.Path));
        Flip(Catalog, offset);
        store.Backup(target.Path);
    }

    [Theory, InlineData(0), InlineData(40), InlineData(200)]
    public void A_damaged_log_is_found_by_check(long offset)
    {
        Assert.Empty(store.Check().Damages);
        Flip(Segment, offset);
        Assert.Equal(Segment, Assert.Single(store.Check().Damages).Path);
    }

    [Fact]
    public void A_damaged_last_record_of_the_log_is_found_by_check()
    {
        var bytes = Read(Segment);
        Flip(Segment, bytes.AsSpan().LastIndexOfAnyExcept((byte)0));
        Assert.Equal(Segment, Assert.Single(store.Check().Damages).Path);
    }

    [Fact]
    public void A_backup_that_fails_removes_what_it_made_and_nothing_else()
    {
        using var target = new StoreDirectory();
        var foreign = Path.Combine(target.Path, "mine", "file");
        using var cancel = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => store.Backup(target.Path, new Interruption(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(foreign)!);
            File.WriteAllText(foreign, "mine");
            cancel.Cancel();
        }), cancel.Token));
        Assert.Equal([foreign], Directory.GetFiles(target.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_new_header_offset_that_is_no_end_of_a_record_is_refused()
    {
        store.Dispose();
        Flip(Catalog, 8);
        Assert.Contains("backup", Assert.Throws<StoreFormatException>(() => directory.Open()).Message, StringComparison.Ordinal);
    }

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static void Flip(string path, long offset)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> one = stackalloc byte[1];
        RandomAccess.Read(file, one, offset);
        one[0] ^= 0x10;
        RandomAccess.Write(file, one, offset);
    }

    private sealed class Interruption(Action onReport) : IProgress<StoreProgress>
    {
        public void Report(StoreProgress value) => onReport();
    }
}
