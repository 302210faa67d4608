using Metrics.Analyzers.Sqlite;
using Microsoft.Data.Sqlite;

namespace Metrics.Actions.Outbox;

/// <summary>The messages on their way, as rows: each step of a message is on the disk before the next one is taken.</summary>
/// <param name="file">The database.</param>
/// <param name="time">The clock.</param>
public sealed class OutboxTable(SqlFile file, TimeProvider time)
{
    /// <summary>More than this wait only when nothing has gone out for long; then the new ones are refused, since the old ones say where it began.</summary>
    public const int MostWaiting = 10_000;

    /// <summary>So many messages of a way are handed over at once, each to another target: a smart host does not like more, and one that does not answer keeps only
    /// its own waiting.</summary>
    public const int MostAtOnce = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10), LongestPause = TimeSpan.FromMinutes(30);

    /// <summary>Longer than the period of any message that must not be sent again.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(400);

    /// <summary>Told that a message waits, after its transaction, by who has added it.</summary>
    public event Action? Added;

    /// <summary>Adds a message in a transaction of its own.</summary>
    /// <returns>False when it is there already, or too many wait.</returns>
    public bool Add(OutboxMessage message, TimeSpan life)
    {
        var added = file.Write(connection => Add(connection, message, life));
        if (added)
            Announce();
        return added;
    }

    /// <summary>Adds a message to a transaction, whose other changes then are there exactly when the message is. Call <see cref="Announce"/> after it.</summary>
    /// <param name="connection">The transaction's.</param>
    /// <param name="message">The message.</param>
    /// <param name="life">How long it is tried.</param>
    /// <returns>False when it is there already, or too many wait.</returns>
    public bool Add(SqliteConnection connection, OutboxMessage message, TimeSpan life)
    {
        var now = Now;
        return connection.Run(
            """
            INSERT OR IGNORE INTO outbox (key, way, target, title, content, created, expires, due)
            SELECT $key, $way, $target, $title, $content, $now, $expires, $now WHERE (SELECT count(*) FROM outbox WHERE finished IS NULL) < $most
            """,
            ("$key", message.Key), ("$way", message.Way), ("$target", message.Target), ("$title", message.Title), ("$content", message.Content), ("$now", now),
            ("$expires", now + (long)life.TotalMilliseconds), ("$most", MostWaiting)) > 0;
    }

    /// <summary>Whether a message was added already, whatever became of it.</summary>
    public bool Knows(string key) => file.Read(connection => connection.Value("SELECT 1 FROM outbox WHERE key = $key", ("$key", key)) is not null);

    /// <summary>Says that messages wait.</summary>
    public void Announce() => Added?.Invoke();

    /// <summary>The newest messages, the newest first.</summary>
    public IReadOnlyList<OutboxEntry> Newest(int most) => file.Read(connection => connection.Rows(
        "SELECT key, way, target, title, state, attempts, answer, created, finished FROM outbox ORDER BY id DESC LIMIT $most",
        row => new OutboxEntry(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), Enum.Parse<OutboxState>(row.GetString(4), ignoreCase: true),
            row.GetInt32(5), row.GetString(6), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)),
            row.IsDBNull(8) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8))),
        ("$most", most)));

    /// <summary>Who was not reached by the last message that was not on its way any more: that was refused, or nobody took it in time. The newest first.</summary>
    /// <param name="since">Older ones are passed over.</param>
    /// <param name="most">How many.</param>
    public IReadOnlyList<UnreachedTarget> Unreached(DateTimeOffset since, int most) => file.Read(connection => connection.Rows(
        """
        SELECT way, target, state, answer, finished FROM (
            SELECT *, row_number() OVER (PARTITION BY way, target ORDER BY finished DESC, id DESC) AS place FROM outbox WHERE finished >= $since)
        WHERE place = 1 AND state IN ('refused', 'expired') ORDER BY finished DESC LIMIT $most
        """,
        row => new UnreachedTarget(row.GetString(0), row.GetString(1), row.GetString(2) == "refused", row.GetString(3), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4))),
        ("$since", since.ToUnixTimeMilliseconds()), ("$most", most)));

    /// <summary>When the next attempt is due; null when nothing waits.</summary>
    public DateTimeOffset? NextDue => file.Read(connection =>
        connection.Value("SELECT min(due) FROM outbox WHERE finished IS NULL AND state = 'waiting'") is long due ? DateTimeOffset.FromUnixTimeMilliseconds(due) : (DateTimeOffset?)null);

    /// <summary>What was being handed over when the process ended may have been taken or not: it is tried again. The receiver sees by the
    /// message's id that it is the same one.</summary>
    internal void Recover() => file.Write(connection =>
    {
        connection.Run("UPDATE outbox SET state = 'waiting', answer = 'The program ended before the answer came.' WHERE state = 'sending'");
        connection.Run("DELETE FROM outbox WHERE finished < $before", ("$before", Now - (long)Remembered.TotalMilliseconds));
    });

    /// <summary>Takes the message that is due longest, one that was never tried before those that were: of a target and way that nothing is being handed to,
    /// and of a way that has room. What would wait longer than any message does was written by a clock that was ahead: it is due.</summary>
    internal (long Id, OutboxMessage Message)? TakeDue() => file.Write<(long, OutboxMessage)?>(connection =>
    {
        var now = Now;
        var due = connection.Rows<(long Id, OutboxMessage Message)>(
            """
            SELECT id, key, way, target, title, content FROM outbox WHERE id = (
                SELECT id FROM outbox AS next
                WHERE state = 'waiting' AND (due <= $now OR due > $latest)
                    AND NOT EXISTS (SELECT 1 FROM outbox WHERE state = 'sending' AND way = next.way AND target = next.target)
                    AND (SELECT count(*) FROM outbox WHERE state = 'sending' AND way = next.way) < $most
                ORDER BY attempts > 0, due, id LIMIT 1)
            """,
            row => (row.GetInt64(0), new OutboxMessage(row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetFieldValue<byte[]>(5))),
            ("$now", now), ("$latest", now + 2 * (long)LongestPause.TotalMilliseconds), ("$most", MostAtOnce));
        if (due.Count == 0)
            return null;
        connection.Run("UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = $id", ("$id", due[0].Id));
        return due[0];
    });

    /// <summary>Writes down what came of an attempt: 10 s until the next one, then twice as long each time, half an hour at most. The last one is at the message's end:
    /// so each is tried once at least, even when the clock has jumped over its whole life.</summary>
    internal void Finish(long id, Delivery delivery) => file.Write(connection =>
    {
        var now = Now;
        if (delivery.Accepted || delivery.IsFinal)
            connection.Run("UPDATE outbox SET state = $state, finished = $now, answer = $answer, content = x'' WHERE id = $id",
                ("$id", id), ("$state", delivery.Accepted ? "accepted" : "refused"), ("$answer", delivery.Answer), ("$now", now));
        else if (connection.Run("UPDATE outbox SET state = 'expired', finished = $now, answer = $answer, content = x'' WHERE id = $id AND expires <= $now",
            ("$id", id), ("$answer", delivery.Answer), ("$now", now)) == 0)
            connection.Run(
                "UPDATE outbox SET state = 'waiting', answer = $answer, due = min(expires, $now + min($longest, $first << min(attempts - 1, 20))) WHERE id = $id",
                ("$id", id), ("$answer", delivery.Answer), ("$now", now), ("$first", (long)FirstPause.TotalMilliseconds), ("$longest", (long)LongestPause.TotalMilliseconds));
    });

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();
}
