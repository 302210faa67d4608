using Metrics.Analyzers.Sqlite;
using Metrics.Analyzers.Usage;
using Metrics.LogGenerator;
using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers.Tests;

/// <summary>What a usage database says in all.</summary>
internal static class UsageOf
{
    public static List<(string Domain, string User, Measure Measure, long Value)> Directory(string directory)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, UsageDatabase.FileName)};Pooling=False");
        connection.Open();
        return
        [
            .. connection.Rows(
                "SELECT domain, user, measure, sum(value) FROM usage JOIN account ON account.id = account GROUP BY 1, 2, 3",
                row => (row.GetString(0), row.GetString(1), (Measure)row.GetInt64(2), row.GetInt64(3))).Order(),
        ];
    }

    public static void Equals(Totals expected, string directory)
    {
        var (truth, found) = (expected.All.ToHashSet(), Directory(directory).ToHashSet());
        Assert.Empty(truth.Except(found).Select(v => $"{v} is missing").Concat(found.Except(truth).Select(v => $"{v} is too much")).Take(20));
    }
}
