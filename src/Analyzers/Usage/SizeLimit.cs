using Metrics.Analyzers.Sqlite;
using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers.Usage;

/// <summary>Keeps the usage database within a size, whatever is written into logs. First go details of the oldest months, lists before users; then those of the month that is being
/// counted: hours of users, users of whom least was counted, which the others of their domain get, and rare names of lists. Sums of domains and of the server stay.</summary>
/// <remarks>It begins when seven eighths are full, so that what is counted until then has room, and ends at three quarters, so that it has not to begin again at once.</remarks>
/// <param name="connection">The database.</param>
/// <param name="mostBytes">How much there may be; what is free within the file does not count.</param>
internal sealed class SizeLimit(SqliteConnection connection, long mostBytes)
{
    private const long MonthSeconds = 31 * 86_400;
    private const string OfUsers = "account IN (SELECT id FROM account WHERE user <> '')";
    private const string ToldApart = "user NOT IN ('', '" + Ledger.Others + "')";

    private bool hasShortened;

    /// <summary>Whether something has to go.</summary>
    public bool IsDue => Used(connection) > mostBytes / 8 * 7;

    /// <summary>Users that are not told apart any more, by the numbers of their accounts.</summary>
    public HashSet<long> Gone { get; } = [];

    /// <summary>Whether lists of the month that is being counted were shortened since the last time.</summary>
    public bool TakeShortened()
    {
        var taken = hasShortened;
        hasShortened = false;
        return taken;
    }

    /// <summary>Drops what is too much.</summary>
    /// <param name="today">Begin of the day, in the zone.</param>
    /// <param name="zone">The zone of days and months.</param>
    /// <param name="withLists">Whether lists of the month that is being counted may be shortened; all of them have to be in the database then.</param>
    /// <returns>Whether it is within the size now.</returns>
    public bool Keep(DateTime today, TimeZoneInfo zone, bool withLists)
    {
        var month = CalendarClock.Begin(today.AddDays(1 - today.Day), zone);
        while (Used(connection) > mostBytes / 4 * 3)
            if (!DropLists(month) && !DropUsers(month) && !Folding.FoldUsers(connection, today, zone) && !MergeUsers() && !(withLists && ShortenLists(month)))
                return Used(connection) <= mostBytes;
        return true;
    }

    /// <summary>Bytes in use.</summary>
    public static long Used(SqliteConnection connection) =>
        ((long)connection.Value("PRAGMA page_count")! - (long)connection.Value("PRAGMA freelist_count")!) * (long)connection.Value("PRAGMA page_size")!;

    // Those of the oldest month.
    private bool DropLists(long before) => connection.Value("SELECT min(month) FROM top") is long month && month < before
        && connection.Run("DELETE FROM top WHERE month = $month", ("$month", month)) > 0;

    private bool DropUsers(long before) => connection.Value($"SELECT min(begin) FROM usage WHERE {OfUsers}") is long begin && begin < before
        && connection.Run($"DELETE FROM usage WHERE begin < $end AND {OfUsers}", ("$end", Math.Min(before, begin + MonthSeconds))) > 0;

    // A half of the users of the domain that has most of them: made-up ones are many and have little each.
    private bool MergeUsers()
    {
        if (connection.Value($"SELECT domain FROM account WHERE {ToldApart} GROUP BY domain ORDER BY count(*) DESC LIMIT 1") is not string domain)
            return false;
        var users = connection.Rows(
            $"SELECT id FROM account LEFT JOIN usage ON account = id AND grain IN (0, 1, 2) WHERE domain = $domain AND {ToldApart} GROUP BY id ORDER BY count(begin), id DESC",
            row => row.GetInt64(0), ("$domain", domain));
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Run("INSERT OR IGNORE INTO account (domain, user) VALUES ($domain, $others)", ("$domain", domain), ("$others", Ledger.Others));
        var others = (long)connection.Value("SELECT id FROM account WHERE domain = $domain AND user = $others", ("$domain", domain), ("$others", Ledger.Others))!;
        using (var give = new Statement(
            connection,
            $"""
            INSERT INTO usage (grain, account, begin, counts) SELECT grain, ?, begin, counts FROM usage WHERE grain IN (0, 1, 2) AND account = ?
            {UsageText.AddUp}
            """))
        using (var drop = new Statement(connection, "DELETE FROM usage WHERE grain IN (0, 1, 2) AND account = ?"))
        using (var forget = new Statement(connection, "DELETE FROM account WHERE id = ?"))
        {
            foreach (var user in users.Take((users.Count + 1) / 2))
            {
                give.With(others).With(user).Run();
                drop.With(user).Run();
                forget.With(user).Run();
                Gone.Add(user);
            }
        }
        transaction.Commit();
        return true;
    }

    private bool ShortenLists(long month)
    {
        if (hasShortened)
            return false;
        hasShortened = true;
        return TopTable.Shorten(connection, month, long.MaxValue) > 0;
    }
}
