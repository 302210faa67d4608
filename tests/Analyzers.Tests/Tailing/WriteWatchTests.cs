using System.Diagnostics;
using Metrics.Analyzers.Tailing;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tests.Tailing;

public sealed class WriteWatchTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-watch-");
    private readonly WriteWatch writes = new(TimeProvider.System);

    public void Dispose()
    {
        writes.Dispose();
        directory.Delete(recursive: true);
    }

    private string Make(string name)
    {
        var path = Path.Combine(directory.FullName, name);
        File.WriteAllText(path, "");
        return path;
    }

    private TailedFile Follow(string path)
    {
        var file = TailedFile.Open(path, directory.FullName, path, TimeProvider.System)!;
        file.Watch(writes);
        return file;
    }

    private static void ReadToEnd(TailedFile file)
    {
        while (file.Read(TimeProvider.System) > 0)
            while (file.TryTake(out _))
            {
            }
    }

    [Fact]
    public void A_file_is_quiet_from_its_end_until_somebody_writes_whatever_its_name_is_by_then()
    {
        var path = Make("a");
        using var file = Follow(path);
        Assert.False(file.IsQuiet);
        ReadToEnd(file);
        Assert.True(file.IsQuiet);
        File.Move(path, path + ".1");
        writes.Take();
        Assert.True(file.IsQuiet);
        File.AppendAllText(path + ".1", "line\n");
        writes.Take();
        Assert.False(file.IsQuiet);
        ReadToEnd(file);
        Assert.True(file.IsQuiet);
        File.WriteAllText(path + ".1", "");
        writes.Take();
        Assert.False(file.IsQuiet);
    }

    [Fact]
    public void Of_two_that_follow_one_file_each_hears_every_write_and_the_one_that_stays_goes_on_hearing()
    {
        var path = Make("a");
        var one = Follow(path);
        using var other = Follow(path);
        ReadToEnd(one);
        ReadToEnd(other);
        File.AppendAllText(path, "line\n");
        writes.Take();
        ReadToEnd(one);
        Assert.True(one.IsQuiet);
        Assert.False(other.IsQuiet);
        ReadToEnd(other);
        one.Dispose();
        File.AppendAllText(path, "line\n");
        writes.Take();
        Assert.False(other.IsQuiet);
    }

    [Fact]
    public void Waiting_ends_with_a_write_and_not_with_its_time()
    {
        var path = Make("a");
        using var file = Follow(path);
        ReadToEnd(file);
        var watch = Stopwatch.StartNew();
        File.AppendAllText(path, "line\n");
        writes.Wait(TimeSpan.FromMinutes(10));
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(5));
        writes.Take();
        Assert.False(file.IsQuiet);
    }

    [Fact]
    public void When_more_was_written_than_the_kernel_tells_every_file_is_looked_at()
    {
        var limit = int.Parse(File.ReadAllText("/proc/sys/fs/inotify/max_queued_events"), System.Globalization.CultureInfo.InvariantCulture);
        using var quiet = Follow(Make("quiet"));
        var paths = new[] { Make("a"), Make("b") };
        using var a = Follow(paths[0]);
        using var b = Follow(paths[1]);
        ReadToEnd(quiet);
        using (var one = File.OpenWrite(paths[0]))
        using (var other = File.OpenWrite(paths[1]))
            for (var i = 0; i <= limit; i++)
            {
                // Two like events in a row are one.
                var stream = i % 2 == 0 ? one : other;
                stream.WriteByte((byte)'\n');
                stream.Flush();
            }
        for (var i = 0; i < 10; i++)
            writes.Take();
        Assert.False(quiet.IsQuiet);
    }

    [Fact]
    public void What_is_written_is_read_at_once_though_the_clock_stands_still()
    {
        using var analyzer = new TestAnalyzer("xferlog", ["example.org"]);
        File.WriteAllText(analyzer.Log, "");
        analyzer.ReadAll();
        File.AppendAllText(analyzer.Log, ReadLogs.Line(7));
        Assert.True(analyzer.Read());
        Assert.False(analyzer.Read());
        Assert.True(analyzer.Commit());
        Assert.Equal(1, analyzer["", "", Measure.FtpDownloads]);
    }
}
