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
            state TEXT NOT NULL DEFAULT 'waiting', -- waiting, sending, accepted, expired, refused
            answer TEXT NOT NULL DEFAULT '',
            finished INTEGER
        ) STRICT;
        CREATE INDEX outbox_due ON outbox (due) WHERE finished IS NULL;
        """,
        """
        CREATE TABLE watch (             -- where each rule is with each of its subjects, when that is anything but well
            rule TEXT NOT NULL,
            subject TEXT NOT NULL,
            state TEXT NOT NULL,
            level TEXT NOT NULL,
            since INTEGER NOT NULL,      -- from here on times are seconds since the epoch
            warning_since INTEGER,
            critical_since INTEGER,
            changes INTEGER NOT NULL,
            flapping INTEGER NOT NULL,
            PRIMARY KEY (rule, subject)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE incident (
            id INTEGER PRIMARY KEY,
            rule TEXT NOT NULL,
            subject TEXT NOT NULL,
            title TEXT NOT NULL,
            series TEXT NOT NULL,        -- names, a line each
            level INTEGER NOT NULL,      -- 1 warning, 2 critical
            worst INTEGER NOT NULL,
            value REAL,
            started INTEGER NOT NULL,
            ended INTEGER,
            acknowledged_by TEXT,
            acknowledged INTEGER,
            flapping INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX incident_ended ON incident (ended);
        CREATE TABLE transition (
            id INTEGER PRIMARY KEY,
            rule TEXT NOT NULL,
            subject TEXT NOT NULL,
            at INTEGER NOT NULL,
            before TEXT NOT NULL,
            after TEXT NOT NULL,
            level INTEGER NOT NULL,
            value REAL
        ) STRICT;
        CREATE TABLE told (
            incident INTEGER NOT NULL REFERENCES incident (id),
            receiver TEXT NOT NULL,
            level INTEGER NOT NULL,
            at INTEGER NOT NULL,
            over INTEGER NOT NULL,
            PRIMARY KEY (incident, receiver)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX told_receiver ON told (receiver, at);
        CREATE TABLE silence (
            id INTEGER PRIMARY KEY,
            rule TEXT NOT NULL,
            subject TEXT NOT NULL,
            until INTEGER NOT NULL,
            comment TEXT NOT NULL,
            author TEXT NOT NULL,
            created INTEGER NOT NULL
        ) STRICT;
        """,
        """
        ALTER TABLE incident ADD COLUMN details TEXT NOT NULL DEFAULT ''; -- what there is to say beside the title, a line each
        """,
        """
        CREATE TABLE decision (          -- what was decided about offenders
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,         -- times are milliseconds since the epoch
            rule TEXT NOT NULL,
            detector TEXT NOT NULL,
            subject TEXT NOT NULL,       -- an address or network, or a user of this machine
            reason TEXT NOT NULL,
            state TEXT NOT NULL,         -- Told, WouldBlock, Waiting, Blocked, Refused
            seconds INTEGER NOT NULL,    -- how long it is ordered; 0: as the firewall's settings say
            until INTEGER,               -- while it is blocked
            answer TEXT NOT NULL,
            evidence TEXT NOT NULL       -- lines of logs
        ) STRICT;
        CREATE INDEX decision_waiting ON decision (id) WHERE state = 'Waiting';
        CREATE INDEX decision_detector ON decision (detector, at);
        CREATE INDEX decision_subject ON decision (subject, id);
        """,
        """
        CREATE TABLE hold (              -- holds of mail; times are milliseconds since the epoch
            id INTEGER PRIMARY KEY,
            level INTEGER NOT NULL,      -- 0 warn, 1 hold, 2 filter, 3 stop
            armed INTEGER NOT NULL,
            cause TEXT NOT NULL,
            who TEXT NOT NULL,           -- empty: a rule
            started INTEGER NOT NULL,
            ended INTEGER,
            acknowledged_by TEXT,
            resumed_by TEXT,
            told INTEGER NOT NULL,       -- when somebody was last told
            times INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE UNIQUE INDEX hold_open ON hold (ended IS NULL) WHERE ended IS NULL;
        CREATE TABLE hold_step (
            hold INTEGER NOT NULL REFERENCES hold (id),
            step INTEGER NOT NULL,
            begun INTEGER NOT NULL,
            ended INTEGER,
            answer TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (hold, step)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE hold_trigger (      -- incidents that have begun a hold
            incident INTEGER PRIMARY KEY
        ) STRICT;
        """,
        """
        CREATE TABLE notice (            -- everything that anybody was told
            id INTEGER PRIMARY KEY,
            incident INTEGER NOT NULL REFERENCES incident (id),
            receiver TEXT NOT NULL,
            kind INTEGER NOT NULL,       -- NoticeKind: 0 raised, 1 worse, 2 again, 3 resolved, 4 passed, 5 flapping, 6 settled
            at INTEGER NOT NULL,
            message TEXT NOT NULL        -- what the keys of its messages in the outbox begin with, before a slash
        ) STRICT;
        CREATE INDEX notice_incident ON notice (incident);
        CREATE INDEX transition_rule ON transition (rule, subject, id);
        CREATE INDEX incident_rule ON incident (rule, subject) WHERE ended IS NULL;
        ALTER TABLE incident ADD COLUMN closed_by TEXT; -- who ended it by hand
        """,
        """
        CREATE TABLE restart (           -- restarts of services that were asked for
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            service TEXT NOT NULL,
            who TEXT NOT NULL,           -- empty: a watchdog
            why TEXT NOT NULL,
            asked INTEGER NOT NULL,      -- times are milliseconds since the epoch
            times INTEGER NOT NULL DEFAULT 1,
            begun INTEGER,               -- null while it waits
            answer TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE UNIQUE INDEX restart_waiting ON restart (service) WHERE begun IS NULL;
        CREATE INDEX restart_begun ON restart (service, begun);
        """,
        """
        ALTER TABLE watch ADD COLUMN held INTEGER NOT NULL DEFAULT 0; -- the incident would be over, were it not flapping
        ALTER TABLE told ADD COLUMN worst INTEGER NOT NULL DEFAULT 0; -- the worst that was said; level is what was said last
        ALTER TABLE told ADD COLUMN flapping INTEGER NOT NULL DEFAULT 0; -- whether it was said last that it comes and goes
        UPDATE told SET worst = level;
        CREATE TABLE receiver (
            name TEXT PRIMARY KEY,
            decided INTEGER NOT NULL     -- what was over before then was told, or was not to be
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX outbox_sending ON outbox (way, target) WHERE state = 'sending';
        CREATE INDEX outbox_next ON outbox (attempts > 0, due, id) WHERE state = 'waiting';
        """,
        """
        ALTER TABLE hold_step ADD COLUMN failed INTEGER NOT NULL DEFAULT 0; -- whether what came of it is not what was wanted
        """,
    ];

    /// <summary>Opens the database of a data directory, makes it where there is none, and brings it to the current schema.</summary>
    /// <exception cref="IOException">It cannot be used; the message says why.</exception>
    public static SqlFile Open(string directory) => SqlFile.Open(Path.Combine(directory, FileName), Steps);
}
