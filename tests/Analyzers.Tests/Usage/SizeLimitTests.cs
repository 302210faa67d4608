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
            database.Commit(new UsageCommit([Row.Of(domain, hour, Measure.MailSent, 200), .. users.Select(u => Row.Of(u, hour, Measure.MailSent, 1))], [], [], [], null));
        }

        Assert.True(database.Limit(660_000).Keep(now.Date, TimeZoneInfo.Utc, withLists: true));

        var reader = new UsageReader(directory.FullName);
        Assert.Equal(201 * 200, reader.Counted("example.org", 0, long.MaxValue).Sum(c => c.Value));
        var user = reader.Users("example.org", 0, long.MaxValue).First(u => u.User == "user7");
        Assert.InRange(user.Value, 26, 150);
    }

    [Fact]
    public void A_flood_of_made_up_senders_within_a_day_does_not_make_it_larger_and_no_sum_is_lost()
    {
        const long most = 4 << 20;
        const int messages = 60_000;
        using var analyzer = new TestAnalyzer("postfix", ["example.org"], mostDatabaseBytes: most);
        using (var log = File.CreateText(analyzer.Log))
            for (var i = 0; i < messages; i++)
            {
                log.Write($"Nov 23 0{i / 7_000}:00:00 web01 postfix/smtpd[1]: {i:X8}: client=unknown[198.51.100.7]\n");
                log.Write($"Nov 23 0{i / 7_000}:00:00 web01 postfix/qmgr[1]: {i:X8}: from=<made-up-{i}@example.org>, size=100, nrcpt=1 (queue active)\n");
                log.Write($"Nov 23 0{i / 7_000}:00:00 web01 postfix/qmgr[1]: {i:X8}: removed\n");
            }

        for (var more = true; more;)
        {
            more = analyzer.Read();
            Assert.True(analyzer.Commit());
            Assert.InRange(new FileInfo(Path.Combine(analyzer.Directory.FullName, UsageDatabase.FileName)).Length, 0, most);
        }

        Assert.Equal(messages, analyzer["example.org", "", Measure.MailSent]);
        Assert.Equal(messages, UsageOf.Directory(analyzer.Directory.FullName).Where(v => v.User.Length > 0 && v.Measure == Measure.MailSent).Sum(v => v.Value));
        Assert.InRange(analyzer["example.org", Ledger.Others, Measure.MailSent], messages / 2, messages);
    }

    [Fact]
    public void What_a_large_commit_needed_beside_the_database_is_given_back()
    {
        const long hour = 1_795_000_000 / 3_600 * 3_600;
        using var database = UsageDatabase.Open(directory.FullName);
        var log = new FileInfo(Path.Combine(directory.FullName, UsageDatabase.FileName + "-wal"));
        database.Commit(new UsageCommit([.. Enumerable.Range(0, 250_000).Select(u => Row.Of(new Account("example.org", $"user{u}"), hour, Measure.MailSent, 1))], [], [], [], null));
        Assert.InRange(log.Length, 17 << 20, long.MaxValue);

        log.Refresh();
        database.Commit(new UsageCommit([Row.Of(new Account("example.org", ""), hour, Measure.MailSent, 1)], [], [], [], null));

        log.Refresh();
        Assert.InRange(log.Length, 1, 16 << 20);
    }

    [Fact]
    public void When_nothing_is_old_it_says_so()
    {
        using var database = UsageDatabase.Open(directory.FullName);

        Assert.False(database.Limit(1).Keep(new DateTime(2026, 11, 26), TimeZoneInfo.Utc, withLists: true));
    }
}
