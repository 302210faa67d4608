using Metrics.Analyzers.Sqlite;
using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers.Usage;

/// <summary>Keeps the usage database within a size: details of the oldest months go first, lists before users. Sums of domains and of the server stay.</summary>
internal static class SizeLimit
{
    private const long MonthSeconds = 31 * 86_400;

    /// <summary>Drops what is too much.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="mostBytes">How much there may be; what is free within the file does not count.</param>
    /// <param name="before">What is younger is not dropped, in seconds since the epoch.</param>
    /// <returns>Whether it is within the size now.</returns>
    public static bool Keep(SqliteConnection connection, long mostBytes, long before)
    {
        while (Used(connection) > mostBytes)
        {
            if (connection.Value("SELECT min(month) FROM top") is long month && month < before)
            {
                connection.Run("DELETE FROM top WHERE month = $month", ("$month", month));
            }
            else if (connection.Value("SELECT min(begin) FROM usage WHERE account IN (SELECT id FROM account WHERE user <> '')") is long begin && begin < before)
            {
                connection.Run(
                    "DELETE FROM usage WHERE begin < $end AND account IN (SELECT id FROM account WHERE user <> '')",
                    ("$end", Math.Min(before, begin + MonthSeconds)));
            }
            else
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Bytes in use.</summary>
    public static long Used(SqliteConnection connection) =>
        ((long)connection.Value("PRAGMA page_count")! - (long)connection.Value("PRAGMA freelist_count")!) * (long)connection.Value("PRAGMA page_size")!;
}
