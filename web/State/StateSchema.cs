namespace Metrics.Web.State;

/// <summary>The tables of the state database, and how older ones become them.</summary>
internal static class StateSchema
{
    /// <summary>See <see cref="Analyzers.Sqlite.SchemaSteps"/>.</summary>
    public static readonly string[] Steps =
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
}
