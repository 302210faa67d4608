using Metrics.Analyzers.Sqlite;

namespace Metrics.Actions;

/// <summary>What actions must remember over any restart: messages on their way, incidents and their transitions, silences.</summary>
public static class ActionsDatabase
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string FileName = "actions.db";

    private static readonly string[] Steps =
    [
        """
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,    -- what the message is; one with the same key is the same message
            way TEXT NOT NULL,           -- mail, webhook, command
            target TEXT NOT NULL,        -- whom it is for, in the words of the way
            title TEXT NOT NULL,         -- for people
            content BLOB NOT NULL,       -- empty once it is finished
            created INTEGER NOT NULL,    -- times are milliseconds since the epoch
            expires INTEGER NOT NULL,
            due INTEGER NOT NULL,        -- of the next attempt
            attempts INTEGER NOT NULL DEFAULT 0,
            state TEXT NOT NULL DEFAULT 'waiting', -- waiting, sending, accepted, expired
            answer TEXT NOT NULL DEFAULT '',
            finished INTEGER
        ) STRICT;
        CREATE INDEX outbox_due ON outbox (due) WHERE finished IS NULL;
        """,
    ];

    /// <summary>Opens the database of a data directory, makes it where there is none, and brings it to the current schema.</summary>
    /// <exception cref="IOException">It cannot be used; the message says why.</exception>
    public static SqlFile Open(string directory) => SqlFile.Open(Path.Combine(directory, FileName), Steps);
}
