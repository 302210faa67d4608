using Metrics.Analyzers.Detectors;
using Metrics.Analyzers.Sqlite;
using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers.Usage;

/// <summary>Offenders in the usage database.</summary>
internal static class OffenderTable
{
    /// <summary>Asks for the newest, at most <c>$most</c>; <see cref="Read"/> takes its rows.</summary>
    public const string Newest =
        "SELECT detector, subject, is_address, first, last, times, reason, doubtful, evidence FROM offender ORDER BY last DESC LIMIT $most";

    /// <summary>The offender of a row.</summary>
    public static Offender Read(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetInt64(3), row.GetInt64(4), row.GetInt32(5), row.GetString(6), row.GetBoolean(7),
        [.. row.GetString(8).Split('\n', StringSplitOptions.RemoveEmptyEntries)]);

    /// <summary>Adds one, or what is new of it.</summary>
    public static void Put(SqliteConnection connection, Offender offender) => connection.Run(
        """
        INSERT OR REPLACE INTO offender (detector, subject, is_address, first, last, times, reason, doubtful, evidence)
        VALUES ($detector, $subject, $is_address, $first, $last, $times, $reason, $doubtful, $evidence)
        """,
        ("$detector", offender.Detector), ("$subject", offender.Subject), ("$is_address", offender.IsAddress), ("$first", offender.FirstUnixSeconds),
        ("$last", offender.LastUnixSeconds), ("$times", offender.Times), ("$reason", offender.Reason), ("$doubtful", offender.Doubtful),
        ("$evidence", string.Join('\n', offender.Evidence)));

    /// <summary>Forgets those that the book has no place for.</summary>
    public static void Shorten(SqliteConnection connection) => connection.Run(
        "DELETE FROM offender WHERE last <= (SELECT last FROM offender ORDER BY last DESC LIMIT 1 OFFSET $most)", ("$most", OffenderBook.Most));
}
