using Metrics.Analyzers.Sqlite;
using Microsoft.Data.Sqlite;

namespace Metrics.Web.State;

/// <summary>What the server has to remember besides readings: users, shares, sessions that were ended. One small SQLite database in the
/// data directory, shared with commands that run beside the server.</summary>
internal sealed class StateDatabase : IDisposable
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string FileName = "state.db";

    /// <summary>How long a change of another process may go unseen. To ask SQLite with every request would cost more than most answers.</summary>
    private const int FreshMilliseconds = 50;

    private readonly SqlFile file;

    // Stays open, so that SQLite can tell it of the commits of all others.
    private readonly SqliteConnection watcher;
    private readonly SqliteCommand watch;
    private readonly Lock watching = new();
    private long version;
    private long looked = long.MinValue / 2;

    private StateDatabase(SqlFile file)
    {
        this.file = file;
        watcher = file.Connect();
        watch = watcher.CreateCommand();
        watch.CommandText = "PRAGMA data_version";
    }

    /// <summary>Opens the database of a data directory, makes it where there is none, and brings it to the current schema.</summary>
    /// <exception cref="IOException">It cannot be used; the message says why.</exception>
    public static StateDatabase Open(string directory) => new(SqlFile.Open(Path.Combine(directory, FileName), StateSchema.Steps));

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
    public T Read<T>(Func<SqliteConnection, T> work) => file.Read(work);

    /// <summary>Changes something, as a whole or not at all.</summary>
    public T Write<T>(Func<SqliteConnection, T> work)
    {
        var result = file.Write(work);
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
        file.Dispose();
    }
}
