using Metrics.Analyzers.Sqlite;
using Metrics.Analyzers.Text;
using Metrics.Analyzers.Tops;
using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers.Usage;

/// <summary>Lists and counts of addresses in the usage database.</summary>
/// <param name="connection">The database, for writing.</param>
internal sealed class TopTable(SqliteConnection connection)
{
    /// <summary>Entries of a list that are kept of a month that has passed.</summary>
    private const int KeptOfPast = 50;

    private static readonly byte[] FloorName = [];

    /// <summary>A secret number of this database, for hashes that are kept in it.</summary>
    public ulong Secret => (ulong)(long)connection.Value("SELECT secret FROM address_secret")!;

    /// <summary>What was kept of a list.</summary>
    public IReadOnlyList<(byte[] Name, long Count, long Bytes, long Error)> List(TopKey key) => connection.Rows(
        "SELECT name, count, bytes, error FROM top WHERE domain = $domain AND kind = $kind AND month = $month",
        row => (row.GetFieldValue<byte[]>(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
        ("$domain", key.Domain), ("$kind", (long)key.Kind), ("$month", key.Month));

    /// <summary>What was kept of a count of addresses; empty when nothing was.</summary>
    public byte[] Registers(TopKey key) => connection.Value(
        "SELECT registers FROM addresses WHERE domain = $domain AND month = $month", ("$domain", key.Domain), ("$month", key.Month)) as byte[] ?? [];

    /// <summary>Writes what has changed.</summary>
    public void Put(TopLists lists)
    {
        using var remove = new Statement(connection, "DELETE FROM top WHERE domain = ? AND kind = ? AND month = ? AND name = ?");
        using var put = new Statement(
            connection,
            """
            INSERT INTO top (domain, kind, month, name, count, bytes, error) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET count = excluded.count, bytes = excluded.bytes, error = excluded.error
            """);
        foreach (var list in lists.Changed)
        {
            var (domain, kind, month) = (list.Key.Domain, (long)list.Key.Kind, list.Key.Month);
            remove.From(1).With(domain).With(kind).With(month);
            foreach (var name in list.Removed)
                remove.From(4).With(name).Run();
            put.From(1).With(domain).With(kind).With(month);
            foreach (var entry in list.Entries(changedOnly: true))
                put.From(4).With(entry.Name).With(entry.Count).With(entry.Bytes).With(entry.Error).Run();
            if (list.Floor > 0)
                put.From(4).With(FloorName).With(list.Floor).With(0).With(0).Run();
        }
        foreach (var visitors in lists.ChangedAddresses)
        {
            connection.Run(
                "INSERT OR REPLACE INTO addresses (domain, month, registers) VALUES ($domain, $month, $registers)",
                ("$domain", visitors.Key.Domain), ("$month", visitors.Key.Month), ("$registers", visitors.Registers.ToArray()));
        }
    }

    /// <summary>Shortens the lists of some months; what goes raises what a name that is not there can have been counted.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="from">Begin of the first of them, in seconds since the epoch.</param>
    /// <param name="before">Begin of the first behind them.</param>
    /// <returns>How many entries are gone.</returns>
    public static int Shorten(SqliteConnection connection, long from, long before)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Run(
            """
            INSERT INTO top (domain, kind, month, name, count, bytes, error)
            SELECT domain, kind, month, x'', max(count), 0, 0 FROM (
                SELECT domain, kind, month, count, row_number() OVER (PARTITION BY domain, kind, month ORDER BY count DESC, name) AS place
                FROM top WHERE month >= $from AND month < $before AND name <> x'')
            WHERE place > $kept GROUP BY domain, kind, month
            ON CONFLICT DO UPDATE SET count = max(count, excluded.count)
            """,
            ("$from", from), ("$before", before), ("$kept", KeptOfPast));
        var gone = connection.Run(
            """
            DELETE FROM top WHERE (domain, kind, month, name) IN (
                SELECT domain, kind, month, name FROM (
                    SELECT domain, kind, month, name, row_number() OVER (PARTITION BY domain, kind, month ORDER BY count DESC, name) AS place
                    FROM top WHERE month >= $from AND month < $before AND name <> x'')
                WHERE place > $kept)
            """,
            ("$from", from), ("$before", before), ("$kept", KeptOfPast));
        transaction.Commit();
        return gone;
    }

    /// <summary>The largest entries of a list over some months, without those that may owe most of their count to others.</summary>
    public static List<TopEntry> Read(SqliteConnection connection, string domain, TopKind kind, long from, long to, int most) => connection.Rows(
        """
        SELECT name, sum(count), sum(bytes), sum(error) FROM top
        WHERE domain = $domain AND kind = $kind AND month >= $from AND month < $to AND name <> x'' GROUP BY name
        HAVING sum(count) > 2 * sum(error) ORDER BY sum(count) DESC, name LIMIT $most
        """,
        row => new TopEntry(PrintableText.Of(row.GetFieldValue<byte[]>(0)), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
        ("$domain", domain), ("$kind", (long)kind), ("$from", from), ("$to", to), ("$most", most));

    /// <summary>How many different addresses a domain had over some months.</summary>
    public static long Addresses(SqliteConnection connection, string domain, long from, long to)
    {
        var sum = new DistinctCount([]);
        foreach (var registers in connection.Rows(
            "SELECT registers FROM addresses WHERE domain = $domain AND month >= $from AND month < $to", row => row.GetFieldValue<byte[]>(0),
            ("$domain", domain), ("$from", from), ("$to", to)))
            sum.Add(new DistinctCount(registers));
        return sum.Estimate;
    }
}
