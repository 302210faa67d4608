using Metrics.Analyzers.Sqlite;
using Microsoft.Data.Sqlite;

namespace Metrics.Actions.Firewall;

/// <summary>What the guard remembers of the firewall, over any restart. Only root can write it.</summary>
/// <remarks>One connection, held open: a write is 50 µs. It survives the end of the process at any moment; with the machine's power the last second
/// of blocks may go, as those in the kernel do.</remarks>
internal sealed class FirewallDatabase : IDisposable
{
    /// <summary>Name of the file in the guard's directory.</summary>
    public const string FileName = "firewall.db";

    /// <summary>Addresses whose former blocks are remembered.</summary>
    public const int MostRemembered = 100_000;

    private static readonly string[] Steps =
    [
        """
        CREATE TABLE block (
            id INTEGER PRIMARY KEY,
            network TEXT NOT NULL UNIQUE,
            since INTEGER NOT NULL,      -- milliseconds since the epoch
            lasts INTEGER NOT NULL,      -- milliseconds
            boot TEXT NOT NULL,          -- the run of the machine that the next column counts in
            deadline INTEGER NOT NULL,   -- milliseconds since the machine's start
            why TEXT NOT NULL,
            times INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX block_deadline ON block (deadline);
        CREATE TABLE past (              -- blocks that grow with the next one
            network TEXT PRIMARY KEY,
            times INTEGER NOT NULL,
            last INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX past_last ON past (last);
        CREATE TABLE panic (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            administrator TEXT NOT NULL,
            since INTEGER NOT NULL,
            lasts INTEGER NOT NULL,
            boot TEXT NOT NULL,
            deadline INTEGER NOT NULL,
            confirmed INTEGER NOT NULL,
            confirm_by INTEGER NOT NULL
        ) STRICT;
        """,
        """
        CREATE TABLE administrator (
            network TEXT PRIMARY KEY,
            since INTEGER NOT NULL,
            lasts INTEGER NOT NULL,
            boot TEXT NOT NULL,
            deadline INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
    ];

    private readonly SqlFile file;
    private readonly SqliteConnection connection;
    private readonly MachineClock clock;

    /// <summary>Opens it, and counts what is left of a former run of the machine in this one.</summary>
    /// <exception cref="IOException">It cannot be used; the message says why.</exception>
    public FirewallDatabase(string directory, MachineClock clock)
    {
        this.clock = clock;
        if (!Directory.Exists(directory))
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        file = SqlFile.Open(Path.Combine(directory, FileName), Steps);
        connection = file.Connect();
        connection.Run("PRAGMA synchronous = NORMAL");
        // Nobody confirms that any more.
        connection.Run("DELETE FROM panic WHERE confirmed = 0 AND boot <> $boot", ("$boot", clock.Boot));
        // Whatever the clock on the wall says by now, nothing lasts longer than it would have.
        foreach (var table in (string[])["block", "panic", "administrator"])
            connection.Run(
                $"UPDATE {table} SET deadline = $now + max(0, min(lasts, since + lasts - $wall)), boot = $boot WHERE boot <> $boot",
                ("$now", clock.Milliseconds), ("$wall", clock.Wall.ToUnixTimeMilliseconds()), ("$boot", clock.Boot));
        Forget(TimeSpan.MaxValue);
    }

    /// <summary>The blocks that last.</summary>
    public List<Block> Blocks() => Rows("SELECT id, network, since, lasts, deadline, why, times FROM block WHERE deadline > $now", ("$now", clock.Milliseconds));

    /// <summary>Some blocks that last, the newest first.</summary>
    public List<Block> Page(long before, int most) => Rows(
        "SELECT id, network, since, lasts, deadline, why, times FROM block WHERE deadline > $now AND id < $before ORDER BY id DESC LIMIT $most",
        ("$now", clock.Milliseconds), ("$before", before), ("$most", most));

    /// <summary>The number of the newest block ever.</summary>
    public long Newest => (long)connection.Value("SELECT coalesce(max(id), 0) FROM block")!;

    /// <summary>How often a network was blocked with growing time, and not for longer ago than <paramref name="forget"/>.</summary>
    public int Times(Prefix network, TimeSpan forget) => (int)(long)(connection.Value(
        "SELECT times FROM past WHERE network = $network AND last > $since", ("$network", network.ToString()), ("$since", Before(forget))) ?? 0L);

    /// <summary>Writes blocks down, all or none, in the place of those that the same networks had.</summary>
    public void Write(IReadOnlyCollection<Block> blocks)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        using var insert = connection.CreateCommand();
        insert.CommandText =
            """
            INSERT OR REPLACE INTO block (id, network, since, lasts, boot, deadline, why, times) VALUES ($id, $network, $since, $lasts, $boot, $deadline, $why, $times)
            """;
        foreach (var name in (string[])["$id", "$network", "$since", "$lasts", "$boot", "$deadline", "$why", "$times"])
            insert.Parameters.Add(new SqliteParameter(name, null));
        foreach (var block in blocks)
        {
            object[] values =
            [
                block.Number, block.Network.ToString(), block.Since.ToUnixTimeMilliseconds(), (long)block.Lasts.TotalMilliseconds, clock.Boot, block.Deadline, block.Why,
                block.Times,
            ];
            for (var i = 0; i < values.Length; i++)
                insert.Parameters[i].Value = values[i];
            insert.ExecuteNonQuery();
            if (block.Times > 0)
                connection.Run("INSERT OR REPLACE INTO past (network, times, last) VALUES ($network, $times, $last)",
                    ("$network", block.Network.ToString()), ("$times", block.Times), ("$last", block.Since.ToUnixTimeMilliseconds()));
        }
        transaction.Commit();
    }

    /// <summary>Ends blocks, all or none.</summary>
    public void Remove(IEnumerable<Prefix> networks)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var network in networks)
            connection.Run("DELETE FROM block WHERE network = $network", ("$network", network.ToString()));
        transaction.Commit();
    }

    /// <summary>Removes what is over, and keeps the past within its bound.</summary>
    public void Forget(TimeSpan forget)
    {
        connection.Run("DELETE FROM block WHERE deadline <= $now", ("$now", clock.Milliseconds));
        connection.Run("DELETE FROM past WHERE last <= $since", ("$since", Before(forget)));
        connection.Run("DELETE FROM past WHERE last <= (SELECT last FROM past ORDER BY last DESC LIMIT 1 OFFSET $most)", ("$most", MostRemembered));
    }

    /// <summary>Where administrators are, and until when that counts.</summary>
    public IReadOnlyDictionary<Prefix, long> Administrators() => connection.Rows(
        "SELECT network, deadline FROM administrator WHERE deadline > $now", row => (Network: NetworkOf(row.GetString(0)), Deadline: row.GetInt64(1)), ("$now", clock.Milliseconds))
        .ToDictionary(one => one.Network, one => one.Deadline);

    /// <summary>Writes down where administrators are.</summary>
    public void Write(IReadOnlyDictionary<Prefix, long> administrators)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Run("DELETE FROM administrator");
        foreach (var (network, deadline) in administrators)
            connection.Run("INSERT INTO administrator (network, since, lasts, boot, deadline) VALUES ($network, $since, $lasts, $boot, $deadline)",
                ("$network", network.ToString()), ("$since", clock.Wall.ToUnixTimeMilliseconds()), ("$lasts", Math.Max(0, deadline - clock.Milliseconds)), ("$boot", clock.Boot),
                ("$deadline", deadline));
        transaction.Commit();
    }

    /// <summary>The panic that lasts, confirmed or not; null when there is none.</summary>
    public PanicMode? Panic() => connection.Rows(
        "SELECT administrator, deadline, confirmed, confirm_by FROM panic WHERE deadline > $now AND (confirmed = 1 OR confirm_by > $now)",
        row => new PanicMode(Prefix.Read(row.GetString(0)), row.GetInt64(1), row.GetBoolean(2), row.GetInt64(3)), ("$now", clock.Milliseconds)).FirstOrDefault();

    /// <summary>Writes a panic down, or that there is none.</summary>
    public void Write(PanicMode? panic)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Run("DELETE FROM panic");
        if (panic is not null)
            connection.Run(
                """
                INSERT INTO panic (id, administrator, since, lasts, boot, deadline, confirmed, confirm_by)
                VALUES (1, $administrator, $since, $lasts, $boot, $deadline, $confirmed, $by)
                """,
                ("$administrator", panic.Administrator?.ToString() ?? ""), ("$since", clock.Wall.ToUnixTimeMilliseconds()),
                ("$lasts", Math.Max(0, panic.Deadline - clock.Milliseconds)), ("$boot", clock.Boot), ("$deadline", panic.Deadline), ("$confirmed", panic.IsConfirmed),
                ("$by", panic.ConfirmBy));
        transaction.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        connection.Dispose();
        file.Dispose();
    }

    private long Before(TimeSpan forget) => forget == TimeSpan.MaxValue ? 0 : (clock.Wall - forget).ToUnixTimeMilliseconds();

    private List<Block> Rows(string statement, params ReadOnlySpan<(string, object?)> parameters) => connection.Rows(
        statement,
        row => new Block(
            row.GetInt64(0), NetworkOf(row.GetString(1)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), TimeSpan.FromMilliseconds(row.GetInt64(3)), row.GetInt64(4), row.GetString(5), row.GetInt32(6)),
        parameters);

    private static Prefix NetworkOf(string text) => Prefix.Read(text) ?? throw new IOException($"The firewall's database has the network \"{text}\".");
}
