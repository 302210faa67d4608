using Microsoft.Data.Sqlite;

namespace Metrics.Web.State;

/// <summary>The tables of the state database, and how older ones become them. SQLite keeps the number of the schema in the file.</summary>
internal static class StateSchema
{
    /// <summary>Step n brings schema n to n + 1. A step that has been released is never changed; another one follows it.</summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE user (
            name TEXT PRIMARY KEY,
            role TEXT NOT NULL,
            domains TEXT NOT NULL,       -- of an owner, with spaces between them
            password TEXT,               -- hash; null: only a trusted proxy can say that somebody is this user
            stamp TEXT NOT NULL,         -- changes with password and role: sessions carry it and end with it
            created INTEGER NOT NULL     -- times are seconds since the epoch
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE ended_session (
            id TEXT PRIMARY KEY,
            until INTEGER NOT NULL       -- its cookie is worthless by itself from then on
        ) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE share (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            link TEXT UNIQUE,            -- random id that the token of a link carries; null: opened with user and password
            title TEXT NOT NULL,
            note TEXT NOT NULL,
            graphs TEXT NOT NULL,        -- patterns, with spaces between them
            ranges TEXT NOT NULL,        -- names, with spaces between them
            user TEXT,
            password TEXT,               -- hash
            frames TEXT NOT NULL,        -- origins that may show it in a frame, with spaces between them
            until INTEGER,
            created INTEGER NOT NULL,
            created_by TEXT NOT NULL,
            revoked INTEGER,
            uses INTEGER NOT NULL DEFAULT 0,
            last_use INTEGER
        ) STRICT;
        """,
    ];

    /// <summary>Brings a database to the current schema, inside of the caller's transaction.</summary>
    /// <exception cref="IOException">It is of a newer version of the program.</exception>
    public static void Upgrade(SqliteConnection connection)
    {
        var version = (long)connection.Value("PRAGMA user_version")!;
        if (version > Steps.Length)
            throw new IOException($"{connection.DataSource} is of a newer version of Metrics: it has schema {version}, this version knows {Steps.Length}.");
        foreach (var step in Steps.Skip((int)version))
            connection.Run(step);
        connection.Run($"PRAGMA user_version = {Steps.Length}");
    }
}
