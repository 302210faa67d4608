using Metrics.Analyzers.Sqlite;
using Metrics.Analyzers.Usage;
using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers.Tests.Tops;

/// <summary>Lists of months that have passed are short, also when a log of such a month is still being read.</summary>
public sealed class PastMonthTests
{
    [Theory]
    [InlineData(false), InlineData(true)]
    public void A_name_that_has_gone_from_a_list_is_not_counted_from_nothing(bool restarted)
    {
        using var analyzer = new TestAnalyzer("postfix", ["example.org"]);
        var next = 0;
        for (var sender = 0; sender < 60; sender++)
            Send(sender, sender < 50 ? 3 : 2);
        Count();
        if (restarted)
            analyzer.Crash();
        Send(59, 4);
        Count();
        Send(3, 1);
        Count();

        var found = Senders();
        Assert.Equal(50, found.Count);
        Assert.Equal((6, 2), found["u59@b.example"]);
        Assert.Equal((4, 0), found["u3@b.example"]);
        Assert.All(found.Where(f => f.Key is not ("u59@b.example" or "u3@b.example")), f => Assert.Equal((3, 0), f.Value));

        void Send(int sender, int times)
        {
            for (var i = 0; i < times; i++)
                File.AppendAllText(analyzer.Log, $"Oct 23 00:11:48 web01 postfix/qmgr[1]: {0xA0000 + ++next:X7}: from=<u{sender}@b.example>, size=1, nrcpt=1 (queue active)\n");
        }

        // They are shortened every hour.
        void Count()
        {
            analyzer.ReadAll();
            analyzer.Time.Advance(TimeSpan.FromHours(1));
            Assert.True(analyzer.Commit());
        }

        Dictionary<string, (long Count, long Error)> Senders()
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(analyzer.Directory.FullName, UsageDatabase.FileName)};Pooling=False");
            connection.Open();
            return connection.Rows(
                "SELECT CAST(name AS TEXT), count, error FROM top WHERE kind = 1 AND name <> x''", row => (row.GetString(0), Value: (row.GetInt64(1), row.GetInt64(2)))).ToDictionary(row => row.Item1, row => row.Value);
        }
    }
}
