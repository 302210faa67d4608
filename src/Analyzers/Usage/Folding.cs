using Metrics.Analyzers.Sqlite;
using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers.Usage;

/// <summary>Makes old usage coarser, so that the database stays as small as its accounts are few: hours become days after
/// <see cref="HoursKept"/>, days become months after <see cref="DaysKept"/>. Sums stay what they are.</summary>
internal static class Folding
{
    /// <summary>How long hours are kept.</summary>
    public static readonly TimeSpan HoursKept = TimeSpan.FromDays(60);

    /// <summary>How long days are kept.</summary>
    public static readonly TimeSpan DaysKept = TimeSpan.FromDays(3 * 365);

    private const int Hour = 0;
    private const int Day = 1;
    private const int Month = 2;

    /// <summary>Folds what is old enough.</summary>
    /// <param name="connection">The database; each day and each month is a transaction of its own, so that others wait for a moment only.</param>
    /// <param name="now">The time.</param>
    /// <param name="zone">The zone of days and months.</param>
    public static void Fold(SqliteConnection connection, DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).Date;
        Fold(connection, Hour, Day, CalendarClock.Begin(local - HoursKept, zone), begin => CalendarClock.DayOf(begin, zone), zone);
        var month = local - DaysKept;
        Fold(connection, Day, Month, CalendarClock.Begin(month.AddDays(1 - month.Day), zone), begin => CalendarClock.DayOf(begin, zone) is var day ? day.AddDays(1 - day.Day) : default, zone);
    }

    /// <summary>Folds all hours of users before a day into days, of the server and of domains none: for want of room.</summary>
    /// <returns>Whether there were any.</returns>
    public static bool FoldUsers(SqliteConnection connection, DateTime day, TimeZoneInfo zone) =>
        Fold(connection, Hour, Day, CalendarClock.Begin(day, zone), begin => CalendarClock.DayOf(begin, zone), zone, "account IN (SELECT id FROM account WHERE user <> '')");

    private static bool Fold(
        SqliteConnection connection, int fine, int coarse, long before, Func<long, DateTime> periodOf, TimeZoneInfo zone, string accounts = "true")
    {
        var begins = connection.Rows(
            $"SELECT DISTINCT begin FROM usage WHERE grain = $fine AND begin < $before AND {accounts}", row => row.GetInt64(0), ("$fine", fine), ("$before", before));
        foreach (var period in begins.GroupBy(periodOf))
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            connection.Run(
                $"""
                INSERT INTO usage (grain, account, begin, counts)
                SELECT $coarse, account, $period, json_group_object(measure, value) FROM (
                    SELECT account, measure, min(sum(value), $most) AS value FROM counted
                    WHERE grain = $fine AND begin >= $first AND begin <= $last AND {accounts} GROUP BY account, measure)
                WHERE true GROUP BY account
                {UsageText.AddUp}
                """,
                ("$coarse", coarse), ("$most", Counts.Most), ("$period", CalendarClock.Begin(period.Key, zone)), ("$fine", fine), ("$first", period.Min()), ("$last", period.Max()));
            connection.Run(
                $"DELETE FROM usage WHERE grain = $fine AND begin >= $first AND begin <= $last AND {accounts}", ("$fine", fine), ("$first", period.Min()), ("$last", period.Max()));
            transaction.Commit();
        }
        return begins.Count > 0;
    }
}
