using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers.Sqlite;

/// <summary>How the tables of a database come to their current form. SQLite keeps the number of the form in the file.</summary>
public static class SchemaSteps
{
    /// <summary>Brings a database to the current form, inside of the caller's transaction.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="steps">Step n brings form n to n + 1. A step that has been released is never changed; another one follows it.</param>
    /// <exception cref="IOException">It is of a newer version of the program.</exception>
    public static void Upgrade(SqliteConnection connection, ReadOnlySpan<string> steps)
    {
        var version = (long)connection.Value("PRAGMA user_version")!;
        if (version > steps.Length)
            throw new IOException($"{connection.DataSource} is of a newer version of Metrics: it has schema {version}, this version knows {steps.Length}.");
        foreach (var step in steps[(int)version..])
            connection.Run(step);
        connection.Run($"PRAGMA user_version = {steps.Length}");
    }
}
