using Metrics.Analyzers.Tests.Tailing;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tests.Usage;

public sealed class DamagedDatabaseTests
{
    private const int PageBytes = 4_096;

    private const int Before = 1_500;

    private const int After = 10;

    [Theory]
    [InlineData(1), InlineData(20)]
    public void Whichever_pages_are_damaged_it_is_the_databases_fault_and_nothing_is_lost_when_it_is_whole_again(int pages)
    {
        using var logs = new ReadLogs("access*.log", "example.org");
        logs.Write("access.log", Lines(1, Before));
        logs.ReadAll();
        logs.Stop();
        var path = Path.Combine(logs.Data, UsageDatabase.FileName);
        var whole = File.ReadAllBytes(path);
        logs.Write("access.log", Lines(Before + 1, Before + After));
        var random = new Random(1);
        var (atStart, whileReading) = (0, 0);
        for (var page = 0; page < whole.Length / PageBytes; page++)
        {
            var damaged = (byte[])whole.Clone();
            random.NextBytes(damaged.AsSpan(page * PageBytes, Math.Min(pages * PageBytes, damaged.Length - (page * PageBytes))));
            Put(path, damaged);
            logs.Start();
            var opened = logs.Fault is null;
            // Again and again.
            for (var minute = 0; minute < 3; minute++)
            {
                logs.TryReadAll(TimeSpan.FromMinutes(1));
                Assert.Equal(0, logs.Unknown);
                Assert.DoesNotContain("takes nothing", logs.Fault ?? "", StringComparison.Ordinal);
            }
            if (logs.Fault?.StartsWith("No log is read: ", StringComparison.Ordinal) == true)
            {
                Assert.StartsWith($"No log is read: {path} cannot be used: ", logs.Fault, StringComparison.Ordinal);
                (atStart, whileReading) = opened ? (atStart, whileReading + 1) : (atStart + 1, whileReading);
                Put(path, whole);
                logs.ReadAll(TimeSpan.FromMinutes(1));
                Assert.Null(logs.Fault);
                Assert.Equal(Sum(Before + After), logs.Bytes);
                Assert.Equal(Before + After, logs.Downloads("example.org"));
            }
            logs.Stop();
        }
        Assert.True(atStart > 0);
        Assert.True(whileReading > 0);
    }

    [Fact]
    public void A_database_that_is_none_is_left_as_it_is()
    {
        using var logs = new ReadLogs("access.log");
        logs.Stop();
        var path = Path.Combine(logs.Data, UsageDatabase.FileName);
        File.WriteAllText(path, "garbage\n");
        logs.Write("access.log", Lines(1, 1));
        logs.Start();
        Assert.False(logs.TryReadAll(TimeSpan.FromMinutes(1)));
        Assert.StartsWith($"No log is read: {path} cannot be used: ", logs.Fault, StringComparison.Ordinal);
        Assert.Equal("garbage\n", File.ReadAllText(path));
    }

    // Each file is another name in the lists, which fill some pages.
    private static string Lines(int first, int last) => string.Concat(
        Enumerable.Range(first, last - first + 1).Select(i => ReadLogs.Line(i).Replace("/srv/a", $"/srv/example.org/{new string('n', 100)}/{i}", StringComparison.Ordinal)));

    private static long Sum(long last) => last * (last + 1) / 2;

    private static void Put(string path, byte[] database)
    {
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
        File.WriteAllBytes(path, database);
    }
}
