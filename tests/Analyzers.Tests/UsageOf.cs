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
                "SELECT domain, user, measure, sum(value) FROM counted JOIN account ON account.id = account GROUP BY 1, 2, 3",
                row => (row.GetString(0), row.GetString(1), (Measure)row.GetInt64(2), row.GetInt64(3))).Order(),
        ];
    }

    public static void Equals(Totals expected, string directory)
    {
        var (truth, found) = (expected.All.ToHashSet(), Directory(directory).ToHashSet());
        Assert.Empty(Missing(expected, directory).Take(20));
        Assert.Empty(truth.Except(found).Select(v => $"{v} is missing").Concat(found.Except(truth).Select(v => $"{v} is too much")).Take(20));
    }

    // Of each list the sums over its months.
    private static IEnumerable<string> Missing(Totals expected, string directory)
    {
        var reader = new UsageReader(directory);
        foreach (var list in expected.Ranked.GroupBy(r => (r.Domain, r.Kind)))
        {
            var found = reader.Top(list.Key.Domain, list.Key.Kind, 0, long.MaxValue, 1_000).Select(e => (e.Name, e.Count, e.Bytes, e.Error)).Order();
            var truth = list.Select(e => (e.Name, e.Count, e.Bytes, Error: 0L)).Order();
            if (!truth.SequenceEqual(found))
                yield return $"{list.Key}: {string.Join(' ', truth.Except(found))} instead of {string.Join(' ', found.Except(truth))}";
        }
    }
}
