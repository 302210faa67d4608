using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tests.Usage;

public sealed class SizeLimitTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-size-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void Beyond_its_size_users_of_long_ago_go_and_the_sums_of_their_domain_stay()
    {
        using var database = UsageDatabase.Open(directory.FullName);
        var now = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
        var domain = new Account("example.org", "");
        for (var day = 200; day >= 0; day--)
        {
            var hour = now.AddDays(-day).ToUnixTimeSeconds();
            var users = Enumerable.Range(0, 200).Select(u => new Account("example.org", $"user{u}"));
            database.Commit(new UsageCommit([new UsageRow(domain, hour, Measure.MailSent, 200), .. users.Select(u => new UsageRow(u, hour, Measure.MailSent, 1))], [], [], null));
        }

        Assert.True(database.Fold(now, TimeZoneInfo.Utc, 500_000));

        var reader = new UsageReader(directory.FullName);
        Assert.Equal(201 * 200, reader.Counted("example.org", 0, long.MaxValue).Sum(c => c.Value));
        var user = reader.Users("example.org", 0, long.MaxValue).First(u => u.User == "user7");
        Assert.InRange(user.Value, 26, 150);
    }

    [Fact]
    public void When_nothing_is_old_it_says_so()
    {
        using var database = UsageDatabase.Open(directory.FullName);

        Assert.False(database.Fold(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc, 1));
    }
}
