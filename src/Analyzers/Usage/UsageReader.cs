using Metrics.Analyzers.Detectors;
using Metrics.Analyzers.Sqlite;
using Metrics.Analyzers.Tops;
using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers.Usage;

/// <summary>Reads the usage of a data directory, beside the analyzer that writes it.</summary>
/// <param name="directory">The data directory. Without a database there is no usage.</param>
/// <remarks>Each throws an <see cref="IOException"/> when the database cannot be used; its message is for people who need not know the directory.</remarks>
public sealed class UsageReader(string directory)
{
    /// <summary>How long usage is known by the hour.</summary>
    public static readonly TimeSpan HoursKept = Folding.HoursKept;

    private readonly string path = Path.Combine(directory, UsageDatabase.FileName);

    /// <summary>The domains that anything was counted for, in order.</summary>
    public IReadOnlyList<string> Domains() => Read(
        "SELECT DISTINCT domain FROM account WHERE domain <> '' ORDER BY domain", row => row.GetString(0));

    /// <summary>The first time that anything was counted at, the begin of an hour, a day or a month, in seconds since the epoch; null when nothing was. What was before is not
    /// known.</summary>
    public long? First() => Read(connection => connection.Value(
        "SELECT min(begin) FROM usage WHERE grain IN (0, 1, 2) AND account = (SELECT id FROM account WHERE domain = '' AND user = '')") as long?);

    /// <summary>The sums of each domain as a whole.</summary>
    /// <param name="from">First moment, in seconds since the epoch.</param>
    /// <param name="to">First moment behind it.</param>
    public IReadOnlyList<(string Domain, Measure Measure, long Value)> Totals(long from, long to) => Read(
        """
        SELECT domain, measure, CAST(min(total(value), 9007199254740992) AS INTEGER) FROM counted JOIN account ON account.id = account
        WHERE domain <> '' AND user = '' AND grain IN (0, 1, 2) AND begin >= $from AND begin < $to GROUP BY domain, measure
        """,
        row => (row.GetString(0), (Measure)row.GetInt64(1), row.GetInt64(2)), ("$from", from), ("$to", to));

    /// <summary>What was counted for a domain as a whole, by the begins of hours, or of days and months where hours have been folded into these.</summary>
    /// <param name="domain">The domain; empty for the server.</param>
    /// <param name="from">First moment, in seconds since the epoch.</param>
    /// <param name="to">First moment behind it.</param>
    public IReadOnlyList<(long Begin, Measure Measure, long Value)> Counted(string domain, long from, long to) => Read(
        """
        SELECT begin, measure, value FROM counted JOIN account ON account.id = account
        WHERE domain = $domain AND user = '' AND grain IN (0, 1, 2) AND begin >= $from AND begin < $to ORDER BY begin, measure
        """,
        row => (row.GetInt64(0), (Measure)row.GetInt64(1), row.GetInt64(2)), ("$domain", domain), ("$from", from), ("$to", to));

    /// <summary>The sums of each user of a domain.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="from">First moment, in seconds since the epoch.</param>
    /// <param name="to">First moment behind it.</param>
    public IReadOnlyList<(string User, Measure Measure, long Value)> Users(string domain, long from, long to) => Read(
        """
        SELECT user, measure, CAST(min(total(value), 9007199254740992) AS INTEGER) FROM counted JOIN account ON account.id = account
        WHERE domain = $domain AND user <> '' AND grain IN (0, 1, 2) AND begin >= $from AND begin < $to GROUP BY user, measure ORDER BY user, measure
        """,
        row => (row.GetString(0), (Measure)row.GetInt64(1), row.GetInt64(2)), ("$domain", domain), ("$from", from), ("$to", to));

    /// <summary>The largest entries of a list, largest first. Lists are of whole months.</summary>
    /// <param name="domain">The domain; empty for the server.</param>
    /// <param name="kind">What is ranked.</param>
    /// <param name="from">First moment, in seconds since the epoch.</param>
    /// <param name="to">First moment behind it; months that begin before are in.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<TopEntry> Top(string domain, TopKind kind, long from, long to, int most) =>
        Read(connection => TopTable.Read(connection, domain, kind, from, to, most)) ?? [];

    /// <summary>How many different addresses asked for pages of a domain, programs that visit every page left out: about, ± 2.3 % standard error.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="from">First moment, in seconds since the epoch.</param>
    /// <param name="to">First moment behind it; months that begin before are in.</param>
    public long Addresses(string domain, long from, long to) => Read(connection => TopTable.Addresses(connection, domain, from, to));

    /// <summary>Whom detectors have pointed at, the newest first.</summary>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<Offender> Offenders(int most) => Read(OffenderTable.Newest, OffenderTable.Read, ("$most", most));

    private List<T> Read<T>(string statement, Func<SqliteDataReader, T> read, params (string Name, object? Value)[] parameters) =>
        Read(connection => connection.Rows(statement, read, parameters)) ?? [];

    private T? Read<T>(Func<SqliteConnection, T> read)
    {
        if (!File.Exists(path))
            return default;
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 10 }.ToString());
        try
        {
            connection.Open();
            // Tables of a newer version may be others.
            if ((long)connection.Value("PRAGMA user_version")! > UsageSchema.Steps.Length)
                throw new IOException($"{UsageDatabase.FileName} is of a newer version of Metrics.");
            return read(connection);
        }
        catch (Exception e) when (e is SqliteException or InvalidCastException or InvalidOperationException or FormatException)
        {
            // Another file may take its place.
            SqliteConnection.ClearPool(connection);
            throw new IOException($"{UsageDatabase.FileName} cannot be used: {e.Message}", e);
        }
    }
}
