using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tests.Usage;

public sealed class CountsTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-counts-");

    public void Dispose() => directory.Delete(recursive: true);

    [Theory]
    [InlineData(0, 5, 5), InlineData(0, -5, 0), InlineData(0, long.MaxValue, Counts.Most), InlineData(Counts.Most, long.MaxValue, Counts.Most), InlineData(Counts.Most, 1, Counts.Most)]
    public void Sums_do_not_turn_around(long sum, long value, long expected) => Assert.Equal(expected, Counts.Plus(sum, value));

    [Fact]
    public void The_largest_numbers_neither_stop_the_database_nor_turn_its_sums_around()
    {
        using var database = UsageDatabase.Open(directory.FullName);
        var account = new Account("example.org", "");
        for (var i = 0; i < 2_000; i += 100)
            database.Commit(new UsageCommit([.. Enumerable.Range(0, 100).Select(h => Row.Of(account, 1_700_000_000 + ((i + h) * 3_600L), Measure.WebBytes, Counts.Most))], [], [], [], null));
        database.Commit(new UsageCommit([Row.Of(account, 1_700_000_000, Measure.WebBytes, Counts.Most)], [], [], [], null));
        database.Fold(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc);

        var reader = new UsageReader(directory.FullName);

        Assert.All(reader.Counted("example.org", 0, long.MaxValue), counted => Assert.Equal(Counts.Most, counted.Value));
        Assert.Equal(Counts.Most, Assert.Single(reader.Totals(0, long.MaxValue)).Value);
    }
}
