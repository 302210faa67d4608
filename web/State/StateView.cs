using Microsoft.Data.Sqlite;

namespace Metrics.Web.State;

/// <summary>Rows of the state database, kept in memory and read again when anything there has changed: by us, or by a command beside the server.</summary>
/// <param name="state">The database.</param>
/// <param name="read">Reads the rows.</param>
internal sealed class StateView<T>(StateDatabase state, Func<SqliteConnection, T> read) where T : class
{
    private volatile Versioned? last;

    /// <summary>The rows as they are now.</summary>
    public T Current
    {
        get
        {
            // Asked for before the rows are read: a change in between is then read twice and never missed.
            var version = state.Version;
            if (last is { } known && known.Version == version)
                return known.Rows;
            var rows = state.Read(read);
            last = new Versioned(version, rows);
            return rows;
        }
    }

    private sealed record Versioned(long Version, T Rows);
}
