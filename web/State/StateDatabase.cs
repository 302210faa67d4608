using Metrics.Analyzers.Sqlite;
using Microsoft.Data.Sqlite;

namespace Metrics.Web.State;

/// <summary>What the server has to remember besides readings: users, shares, sessions that were ended. One small SQLite database in the
/// data directory, shared with commands that run beside the server.</summary>
/// <remarks>Every use takes a connection from the pool for one short piece of work. Writes are transactions that take the write lock at
/// their start, so that none has to be repeated; readers go on meanwhile, since the journal is a write-ahead log.</remarks>
internal sealed class StateDatabase : IDisposable
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string FileName = "state.db";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>How long a change of another process may go unseen. To ask SQLite with every request would cost more than most answers.</summary>
    private const int FreshMilliseconds = 50;

    private readonly string connectionString;

    // Stays open, so that SQLite can tell it of the commits of all others.
    private readonly SqliteConnection watcher;
    private readonly SqliteCommand watch;
    private readonly Lock watching = new();
    private long version;
    private long looked = long.MinValue / 2;

    private StateDatabase(string path)
    {
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = 10 }.ToString();
        watcher = new SqliteConnection(connectionString);
        watcher.Open();
        watch = watcher.CreateCommand();
        watch.CommandText = "PRAGMA data_version";
    }

    /// <summary>Opens the database of a data directory, makes it where there is none, and brings it to the current schema.</summary>
    /// <exception cref="IOException">It cannot be used; the message says why.</exception>
    public static StateDatabase Open(string directory)
    {
        var path = Path.Combine(directory, FileName);
        Directory.CreateDirectory(directory);
        // SQLite gives its log the mode of the database.
        using (File.Open(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = OwnerOnly }))
        {
        }
        StateDatabase? database = null;
        try
        {
            database = new StateDatabase(path);
            using (var connection = database.Connect())
                connection.Run("PRAGMA journal_mode = WAL");
            database.Write(connection => SchemaSteps.Upgrade(connection, StateSchema.Steps));
            return database;
        }
        catch (SqliteException e)
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

    /// <summary>Another number whenever somebody has changed something: at once for what this process has changed, and after
    /// <see cref="FreshMilliseconds"/> at the latest for others.</summary>
    public long Version
    {
        get
        {
            if (Environment.TickCount64 - Volatile.Read(ref looked) < FreshMilliseconds)
                return Volatile.Read(ref version);
            lock (watching)
            {
                var now = Environment.TickCount64;
                Volatile.Write(ref version, (long)watch.ExecuteScalar()!);
                Volatile.Write(ref looked, now);
                return version;
            }
        }
    }

    /// <summary>Waits until every server has seen what this process has changed, so that a command is right when it says that it is done.</summary>
    public static void WaitUntilSeen() => Thread.Sleep(FreshMilliseconds);

    /// <summary>Reads.</summary>
    public T Read<T>(Func<SqliteConnection, T> work)
    {
        using var connection = Connect();
        return work(connection);
    }

    /// <summary>Changes something, as a whole or not at all.</summary>
    public T Write<T>(Func<SqliteConnection, T> work)
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        var result = work(connection);
        transaction.Commit();
        // Under the lock: whoever asks at this moment may have the number of before.
        lock (watching)
            Volatile.Write(ref looked, long.MinValue / 2);
        return result;
    }

    /// <summary>Changes something, as a whole or not at all.</summary>
    public void Write(Action<SqliteConnection> work) => Write<object?>(connection =>
    {
        work(connection);
        return null;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        watch.Dispose();
        watcher.Dispose();
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }
}
