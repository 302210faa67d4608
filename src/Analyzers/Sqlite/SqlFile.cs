using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers.Sqlite;

/// <summary>A small SQLite database that several processes may share. Every use takes a connection from the pool for one short piece of work.</summary>
/// <remarks>Writes are transactions that take the write lock at their start, so that none has to be repeated, and are on the disk when they
/// have ended; readers go on meanwhile, since the journal is a write-ahead log. Only the owner of the file may read it.</remarks>
public sealed class SqlFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string connectionString;

    private SqlFile(string path) =>
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = 10 }.ToString();

    /// <summary>Opens a database, makes it where there is none, and brings it to the current schema.</summary>
    /// <param name="path">The file; its directory is made too.</param>
    /// <param name="steps">See <see cref="SchemaSteps"/>.</param>
    /// <exception cref="IOException">It cannot be used; the message says why.</exception>
    public static SqlFile Open(string path, string[] steps)
    {
        Make(path);
        var file = new SqlFile(path);
        try
        {
            using (var connection = file.Connect())
                connection.Run("PRAGMA journal_mode = WAL");
            file.Write(connection => SchemaSteps.Upgrade(connection, steps));
            return file;
        }
        catch (SqliteException e)
        {
            file.Dispose();
            throw new IOException($"{path} cannot be used: {e.Message}", e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Makes the file of a database that is not there, and its directory. Only its owner may read it, it has addresses of people; one that others may read is
    /// narrowed.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // SQLite gives its log the mode of the database.
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        File.Open(path, options).Dispose();
        foreach (var file in new[] { path, path + "-wal", path + "-shm" })
            Narrow(file);
    }

    private static void Narrow(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path) || (File.GetUnixFileMode(path) & ~OwnerOnly) == 0)
            return;
        try
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
        catch (UnauthorizedAccessException)
        {
            // Who may write it and does not own it cannot narrow it; its owner does when it opens it.
        }
    }

    /// <summary>An open connection; the caller disposes of it.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

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
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
    }
}
