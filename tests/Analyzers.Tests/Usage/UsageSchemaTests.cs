using Metrics.Analyzers.Sqlite;
using Metrics.Analyzers.Usage;
using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers.Tests.Usage;

public sealed class UsageSchemaTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-schema-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void Usage_that_had_a_row_for_each_measure_is_what_it_was_and_goes_on()
    {
        const long hour = 1_795_000_000 / 3_600 * 3_600;
        using (var old = new SqliteConnection($"Data Source={Path.Combine(directory.FullName, UsageDatabase.FileName)};Pooling=False"))
        {
            old.Open();
            SchemaSteps.Upgrade(old, UsageSchema.Steps.AsSpan(0, 4));
            old.Run("INSERT INTO account (id, domain, user) VALUES (1, '', ''), (2, 'example.org', ''), (3, 'example.org', 'anna')");
            old.Run(
                "INSERT INTO usage (grain, account, begin, measure, value) VALUES (0, 3, $hour, 1, 2), (0, 3, $hour, 2, $most), (0, 3, $hour + 3600, 1, 4), (1, 3, 0, 1, 8), (0, 2, $hour, 1, 16)",
                ("$hour", hour), ("$most", Counts.Most));
        }

        using var database = UsageDatabase.Open(directory.FullName);
        var anna = new Account("example.org", "anna") { Number = 3 };
        database.Commit(new UsageCommit([Row.Of(anna, hour, Measure.MailSent, 100), Row.Of(anna, hour, Measure.MailSentBytes, 1), Row.Of(anna, hour, Measure.MailBounced, 7)], [], [], [], null));

        using var connection = database.Read();
        Assert.Equal(
            [(0, 2, hour, 1, 16), (0, 3, hour, 1, 102), (0, 3, hour, 2, Counts.Most), (0, 3, hour, 7, 7), (0, 3, hour + 3_600, 1, 4), (1, 3, 0, 1, 8)],
            connection.Rows(
                "SELECT grain, account, begin, measure, value FROM counted ORDER BY 1, 2, 3, 4",
                row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4))));
    }

    [Fact]
    public void Every_measure_comes_back_as_it_was_counted()
    {
        var (account, counts) = (new Account("example.org", ""), new long[Account.Measures]);
        for (var measure = 1; measure < counts.Length; measure++)
            counts[measure] = measure % 3 == 0 ? Counts.Most - measure : measure;

        using var database = UsageDatabase.Open(directory.FullName);
        database.Commit(new UsageCommit([new UsageRow(account, 3_600, counts)], [], [], [], null));

        Assert.Equal(
            counts.Select((value, measure) => (Measure: (Measure)measure, Value: value)).Skip(1),
            new UsageReader(directory.FullName).Counted("example.org", 0, long.MaxValue).Select(c => (c.Measure, c.Value)));
    }
}
