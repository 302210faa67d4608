using Metrics.Analyzers.Detectors;
using Metrics.Analyzers.Sqlite;
using Metrics.Analyzers.Tailing;
using Metrics.Analyzers.Text;
using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers.Usage;

/// <summary>Usage per server, domain and user, and how far each log has been read: one SQLite database, so that both change in one
/// transaction and nothing is counted twice or missed after a crash.</summary>
/// <remarks>One writer at a time; readers go on beside it.</remarks>
internal sealed class UsageDatabase : IDisposable
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string FileName = "usage.db";

    /// <summary>Rows of usage that one statement adds.</summary>
    private const int RowsAtOnce = 16;

    /// <summary>How large the write-ahead log stays when a transaction that made it larger is over.</summary>
    private const int MostIdleLogBytes = 16 << 20;

    private readonly SqliteConnection writer;

    private UsageDatabase(string path)
    {
        Path = path;
        writer = Connect(path);
        UsageText.Teach(writer);
        Tops = new TopTable(writer);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Lists of what is most frequent.</summary>
    public TopTable Tops { get; }

    /// <summary>Opens the database of a data directory, makes it where there is none, and brings it to the current form.</summary>
    /// <exception cref="IOException">It cannot be used; the message says why.</exception>
    public static UsageDatabase Open(string directory)
    {
        var path = System.IO.Path.Combine(directory, FileName);
        UsageDatabase? database = null;
        try
        {
            SqlFile.Make(path);
            database = new UsageDatabase(path);
            database.writer.Run("PRAGMA journal_mode = WAL");
            // What is committed is on the disk: a position that a power cut takes back would be read again, but the series would have it already.
            database.writer.Run("PRAGMA synchronous = FULL");
            // Its log is as large as the pages of the largest transaction, which a past that was read makes many; then it is cut again.
            database.writer.Run($"PRAGMA journal_size_limit = {MostIdleLogBytes}");
            using var transaction = database.writer.BeginTransaction(deferred: false);
            SchemaSteps.Upgrade(database.writer, UsageSchema.Steps);
            transaction.Commit();
            return database;
        }
        catch (Exception e) when (e is SqliteException or UnauthorizedAccessException)
        {
            database?.Dispose();
            throw new IOException($"{path} cannot be used: {e.Message}", e);
        }
        catch
        {
            database?.Dispose();
            throw;
        }
    }

    /// <summary>A connection for reading.</summary>
    public SqliteConnection Read() => Connect(Path);

    /// <summary>Positions in the files of each log, by the path of the log.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<LogPosition>> Positions() => writer.Rows(
        "SELECT path, device, inode, offset, head FROM position",
        row => new LogPosition(
            row.GetString(0), new FileIdentity((ulong)row.GetInt64(1), (ulong)row.GetInt64(2)), row.GetInt64(3), [.. row.GetFieldValue<byte[]>(4)]))
        .GroupBy(position => position.Path).ToDictionary(log => log.Key, IReadOnlyList<LogPosition> (log) => [.. log], StringComparer.Ordinal);

    /// <summary>The accounts there are of a domain, or of all.</summary>
    /// <param name="domain">The domain; null for all.</param>
    public List<(string Domain, string User, long Number)> Accounts(string? domain = null) => writer.Rows(
        "SELECT domain, user, id FROM account WHERE $domain IS NULL OR domain = $domain", row => (row.GetString(0), row.GetString(1), row.GetInt64(2)),
        ("$domain", domain));

    /// <summary>What a log's format had begun.</summary>
    public List<(byte[] Key, byte[] Value)> State(string path) =>
        writer.Rows(
            "SELECT key, value FROM log_state WHERE path = $path", row => (row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1)), ("$path", path));

    /// <summary>What detectors have to remember.</summary>
    public List<(string Detector, byte[] Key, byte[] Value)> DetectorState() => writer.Rows(
        "SELECT detector, key, value FROM detector_state", row => (row.GetString(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2)));

    /// <summary>Whom detectors have pointed at.</summary>
    public IReadOnlyList<Offender> Offenders() => writer.Rows(OffenderTable.Newest, OffenderTable.Read, ("$most", OffenderBook.Most));

    /// <summary>The most recipients that a mail address sent to in the same hour of one of the four weeks before; null when nothing of it is a week old.</summary>
    /// <param name="address">The address, in any case.</param>
    /// <param name="hour">Begin of the hour, in seconds since the epoch.</param>
    public long? UsualRecipients(string address, long hour)
    {
        const long week = 7 * 86_400;
        var at = address.LastIndexOf('@');
        if (at < 0)
            return null;
        return writer.Value(
            """
            SELECT coalesce(max(value) FILTER (WHERE begin IN ($hour - $week, $hour - 2 * $week, $hour - 3 * $week, $hour - 4 * $week)), 0)
            FROM counted JOIN account ON account.id = account
            WHERE domain = $domain AND user = $user AND measure = $measure AND grain IN (0, 1, 2) AND begin <= $hour - $week HAVING count(*) > 0
            """,
            ("$hour", hour), ("$week", week), ("$domain", address[(at + 1)..].ToLowerInvariant()), ("$user", address[..at].ToLowerInvariant()),
            ("$measure", (long)Measure.MailSentRecipients)) as long?;
    }

    /// <summary>Writes what was counted and how far that was, as a whole or not at all.</summary>
    /// <exception cref="SqliteException">It cannot be written; nothing of it is.</exception>
    public void Commit(UsageCommit commit)
    {
        var fresh = new List<Account>();
        try
        {
            using var transaction = writer.BeginTransaction(deferred: false);
            Number(commit.Rows, fresh);
            Add(commit.Rows);
            foreach (var log in commit.Logs)
                Place(log);
            foreach (var offender in commit.Offenders)
                OffenderTable.Put(writer, offender);
            foreach (var (detector, changes) in commit.Detectors)
                Change("detector_state", "detector", detector, changes);
            if (commit.Tops is { } lists)
                Tops.Put(lists);
            transaction.Commit();
        }
        catch
        {
            // Their numbers went back with the transaction.
            foreach (var account in fresh)
                account.Number = 0;
            throw;
        }
    }

    /// <summary>Makes old usage coarser.</summary>
    /// <exception cref="SqliteException">It cannot be written; what has been folded so far is.</exception>
    /// <param name="now">The time.</param>
    /// <param name="zone">The zone of days and months.</param>
    /// <returns>Whether lists of past months lost entries, which those in memory still have.</returns>
    public bool Fold(DateTimeOffset now, TimeZoneInfo zone)
    {
        Folding.Fold(writer, now, zone);
        OffenderTable.Shorten(writer);
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        var month = CalendarClock.Begin(today.AddDays(1 - today.Day), zone);
        return TopTable.Shorten(writer, long.MinValue, month) > 0;
    }

    /// <summary>Sets how large it may be. It never becomes larger: what would make it is refused as by a disk that is full.</summary>
    public SizeLimit Limit(long mostBytes)
    {
        writer.Run($"PRAGMA max_page_count = {Math.Max(1, mostBytes / (long)writer.Value("PRAGMA page_size")!)}");
        return new SizeLimit(writer, mostBytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        writer.Dispose();
        using var connection = new SqliteConnection(writer.ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    private void Number(IReadOnlyList<UsageRow> rows, List<Account> fresh)
    {
        // To be told the number that the database gave takes as long as to insert the account.
        var last = (long)writer.Value("SELECT coalesce(max(id), 0) FROM account")!;
        using var insert = new Statement(writer, "INSERT INTO account (id, domain, user) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
        using var known = new Statement(writer, "SELECT id FROM account WHERE domain = ? AND user = ?");
        foreach (var (account, _, _) in rows)
        {
            if (account.Number != 0)
                continue;
            fresh.Add(account);
            account.Number = insert.With(last + 1).With(account.Domain).With(account.User).Run() > 0
                ? ++last
                : known.With(account.Domain).With(account.User).RunForNumber()!.Value;
        }
    }

    // In the order of the table, and many rows at once: half of what a row takes is for its place to be found and for a statement to begin and end.
    private void Add(IReadOnlyList<UsageRow> rows)
    {
        var order = new long[rows.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = (rows[i].Account.Number << 32) | (uint)i;
        Array.Sort(order);
        using var many = new Statement(writer, AddRows(RowsAtOnce));
        using var one = new Statement(writer, AddRows(1));
        var text = new UsageText();
        var lastWhole = order.Length - (order.Length % RowsAtOnce);
        for (var i = 0; i < order.Length; i++)
        {
            var (row, statement) = (rows[(int)order[i]], i < lastWhole ? many : one);
            statement.With(row.Account.Number).With(row.Hour).WithText(text.Of(row.Counts));
            if (i >= lastWhole || i % RowsAtOnce == RowsAtOnce - 1)
                statement.Run();
        }
    }

    private static string AddRows(int rows) =>
        $"""
        INSERT INTO usage (grain, account, begin, counts) VALUES {string.Join(", ", Enumerable.Repeat("(0, ?, ?, ?)", rows))}
        {UsageText.AddUp}
        """;

    private void Place(LogProgress log)
    {
        writer.Run("DELETE FROM position WHERE path = $path", ("$path", log.Path));
        foreach (var position in log.Positions)
        {
            writer.Run(
                "INSERT INTO position (path, device, inode, offset, head) VALUES ($path, $device, $inode, $offset, $head)",
                ("$path", log.Path), ("$device", (long)position.File.Device), ("$inode", (long)position.File.Inode), ("$offset", position.Offset),
                ("$head", position.Head.ToArray()));
        }
        if (log.Ended)
            writer.Run("DELETE FROM log_state WHERE path = $path", ("$path", log.Path));
        Change("log_state", "path", log.Path, log.State);
    }

    private void Change(string table, string column, string owner, StateChanges changes)
    {
        using var remove = new Statement(writer, $"DELETE FROM {table} WHERE {column} = ? AND key = ?");
        remove.With(owner);
        foreach (var key in changes.Removed)
            remove.From(2).With(key).Run();
        using var put = new Statement(writer, $"INSERT INTO {table} ({column}, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value");
        put.With(owner);
        foreach (var (key, value) in changes.Put)
            put.From(2).With(key).With(value).Run();
    }

    private static SqliteConnection Connect(string path)
    {
        // An account goes after all that is counted for it, in one place (SizeLimit): to look it up again for every row is a quarter of what the row takes, and to look
        // for rows of one that goes reads all there are.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 10, ForeignKeys = false }.ToString());
        connection.Open();
        return connection;
    }
}
