using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Metrics.Analyzers.Sqlite;

/// <summary>A statement that is run for thousands of rows: without what a command of ADO.NET makes for each row, which takes longer than the row itself.</summary>
/// <remarks>Its parameters are <c>?</c> and get their values from left to right. It does not wait for other writers: use it inside of a transaction that has the write
/// lock.</remarks>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private int bound;

    /// <summary>Prepares it.</summary>
    /// <exception cref="SqliteException">It is none.</exception>
    public Statement(SqliteConnection connection, string text)
    {
        database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(database, text, out statement));
    }

    /// <summary>Goes on with the parameter at a place, from 1 on; those before it keep the values of the last time.</summary>
    public Statement From(int parameter)
    {
        bound = parameter - 1;
        return this;
    }

    /// <summary>The next value.</summary>
    public Statement With(long value)
    {
        Check(raw.sqlite3_bind_int64(statement, ++bound, value));
        return this;
    }

    /// <summary>The next value.</summary>
    public Statement With(string value)
    {
        Check(raw.sqlite3_bind_text(statement, ++bound, value));
        return this;
    }

    /// <summary>The next value.</summary>
    public Statement With(ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(statement, ++bound, value));
        return this;
    }

    /// <summary>The next value, a text in UTF-8.</summary>
    public Statement WithText(ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_text(statement, ++bound, value));
        return this;
    }

    /// <summary>Runs it with the values that were given since the last time.</summary>
    /// <returns>The rows it changed.</returns>
    /// <exception cref="SqliteException">The database refuses it.</exception>
    public int Run()
    {
        bound = 0;
        var code = raw.sqlite3_step(statement);
        var reset = raw.sqlite3_reset(statement);
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
            Check(reset);
        return raw.sqlite3_changes(database);
    }

    /// <summary>Runs it likewise, and gives the number that its row has first; null when it has none.</summary>
    /// <exception cref="SqliteException">The database refuses it.</exception>
    public long? RunForNumber()
    {
        bound = 0;
        var code = raw.sqlite3_step(statement);
        long? number = code == raw.SQLITE_ROW ? raw.sqlite3_column_int64(statement, 0) : null;
        while (code == raw.SQLITE_ROW)
            code = raw.sqlite3_step(statement);
        var reset = raw.sqlite3_reset(statement);
        if (code != raw.SQLITE_DONE)
            Check(reset);
        return number;
    }

    /// <inheritdoc/>
    public void Dispose() => statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(code, database);
    }
}
