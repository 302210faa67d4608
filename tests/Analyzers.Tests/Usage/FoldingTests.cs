using Metrics.Analyzers.Sqlite;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tests.Usage;

public sealed class FoldingTests : IDisposable
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-folding-");
    private readonly UsageDatabase database;

    public FoldingTests() => database = UsageDatabase.Open(directory.FullName);

    public void Dispose()
    {
        database.Dispose();
        directory.Delete(recursive: true);
    }

    [Fact]
    public void Old_hours_become_days_and_old_days_months_and_sums_stay()
    {
        var (now, account) = (new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero), new Account("a.example", ""));
        // Every hour of 1,200 days: over three changes of the clock and more.
        var hours = Enumerable.Range(0, 1_200 * 24).Select(h => now.ToUnixTimeSeconds() - (h * 3_600L)).ToArray();
        database.Commit(new UsageCommit([.. hours.Select(h => Row.Of(account, h, Measure.MailSent, 1))], [], [], [], null));
        database.Fold(now, Berlin);
        database.Fold(now, Berlin);
        using var connection = database.Read();
        var rows = connection.Rows("SELECT grain, begin, value FROM counted", row => (Grain: row.GetInt64(0), Begin: row.GetInt64(1), Value: row.GetInt64(2)));
        Assert.Equal(hours.Length, rows.Sum(r => r.Value));
        Assert.InRange(rows.Count(r => r.Grain == 0), 60 * 24, 61 * 24);
        Assert.InRange(rows.Count(r => r.Grain == 1), (3 * 365) - 61, (3 * 365) - 29);
        // A day of 23, one of 25 hours in each year.
        Assert.Contains(rows, r => r is { Grain: 1, Value: 23 });
        Assert.Contains(rows, r => r is { Grain: 1, Value: 25 });
        Assert.All(rows.Where(r => r.Grain == 2), r => Assert.Equal(1, TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(r.Begin), Berlin).Day));
    }
}
