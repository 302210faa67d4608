namespace Metrics.Analyzers.Usage;

/// <summary>The tables of the usage database, and how older ones become them.</summary>
internal static class UsageSchema
{
    /// <summary>See <see cref="Sqlite.SchemaSteps"/>.</summary>
    public static readonly string[] Steps =
    [
        """
        CREATE TABLE account (
            id INTEGER PRIMARY KEY,
            domain TEXT NOT NULL,        -- empty: the server
            user TEXT NOT NULL,          -- empty: the domain itself
            UNIQUE (domain, user)
        ) STRICT;
        CREATE TABLE usage (
            grain INTEGER NOT NULL,      -- 0 hour, 1 day, 2 month
            account INTEGER NOT NULL REFERENCES account,
            begin INTEGER NOT NULL,      -- seconds since the epoch, at a begin of the configured zone
            measure INTEGER NOT NULL,
            value INTEGER NOT NULL,
            PRIMARY KEY (grain, account, begin, measure)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE position (
            path TEXT NOT NULL,
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            offset INTEGER NOT NULL,
            head BLOB NOT NULL,
            PRIMARY KEY (path, device, inode)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE log_state (
            path TEXT NOT NULL,
            key BLOB NOT NULL,
            value BLOB NOT NULL,
            PRIMARY KEY (path, key)
        ) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE offender (
            detector TEXT NOT NULL,
            subject TEXT NOT NULL,
            is_address INTEGER NOT NULL,
            first INTEGER NOT NULL,      -- seconds since the epoch
            last INTEGER NOT NULL,
            times INTEGER NOT NULL,
            reason TEXT NOT NULL,
            doubtful INTEGER NOT NULL,
            evidence TEXT NOT NULL,      -- lines
            PRIMARY KEY (detector, subject)
        ) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE top (
            domain TEXT NOT NULL,        -- empty: the server
            kind INTEGER NOT NULL,
            month INTEGER NOT NULL,      -- its begin, in seconds since the epoch
            name BLOB NOT NULL,          -- empty: what names that are not here can have been counted
            count INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            error INTEGER NOT NULL,
            PRIMARY KEY (domain, kind, month, name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE addresses (
            domain TEXT NOT NULL,
            month INTEGER NOT NULL,
            registers BLOB NOT NULL,
            PRIMARY KEY (domain, month)
        ) STRICT;
        CREATE TABLE address_secret (secret INTEGER NOT NULL) STRICT;
        INSERT INTO address_secret VALUES (random() | 1);
        """,
        """
        CREATE TABLE detector_state (
            detector TEXT NOT NULL,
            key BLOB NOT NULL,
            value BLOB NOT NULL,
            PRIMARY KEY (detector, key)
        ) STRICT, WITHOUT ROWID;
        """,
        """
        ALTER TABLE usage RENAME TO old_usage;
        CREATE TABLE usage (
            grain INTEGER NOT NULL,      -- 0 hour, 1 day, 2 month
            account INTEGER NOT NULL REFERENCES account,
            begin INTEGER NOT NULL,      -- seconds since the epoch, at a begin of the configured zone
            counts TEXT NOT NULL,        -- {"measure":value}
            PRIMARY KEY (grain, account, begin)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO usage SELECT grain, account, begin, json_group_object(measure, value) FROM old_usage GROUP BY grain, account, begin;
        DROP TABLE old_usage;
        CREATE VIEW counted AS
            SELECT grain, account, begin, CAST(key AS INTEGER) AS measure, CAST(value AS INTEGER) AS value FROM usage, json_each(counts);
        """,
    ];
}
