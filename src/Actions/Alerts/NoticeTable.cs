using Metrics.Actions.Outbox;
using Metrics.Actions.Rules;
using Metrics.Analyzers.Sqlite;

namespace Metrics.Actions.Alerts;

/// <summary>Who was told what: written in one transaction with the messages, so that nothing is told twice and nothing is lost.</summary>
/// <param name="file">The database.</param>
/// <param name="outbox">The messages.</param>
public sealed class NoticeTable(SqlFile file, OutboxTable outbox)
{
    private const int MostRemembered = 200_000;

    /// <summary>What a receiver was told, by the incident's number, of incidents that last or ended after a moment.</summary>
    internal Dictionary<long, Told> Of(string receiver, DateTimeOffset moment) => file.Read(connection => connection.Rows(
        """
        SELECT told.incident, told.level, told.at, told.over FROM told JOIN incident ON incident.id = told.incident
        WHERE told.receiver = $receiver AND (incident.ended IS NULL OR incident.ended >= $moment)
        """,
        row => (row.GetInt64(0), new Told((RuleLevel)row.GetInt32(1), row.Moment(2)!.Value, row.GetBoolean(3))),
        ("$receiver", receiver), ("$moment", moment.ToUnixTimeSeconds()))).ToDictionary(one => one.Item1, one => one.Item2);

    /// <summary>When a receiver was told anything last; null: never.</summary>
    internal DateTimeOffset? LastTo(string receiver) => file.Read(connection =>
        connection.Value("SELECT max(at) FROM told WHERE receiver = $receiver", ("$receiver", receiver)) is long at ? DateTimeOffset.FromUnixTimeSeconds(at) : (DateTimeOffset?)null);

    /// <summary>Who was told of an incident, and when last.</summary>
    public IReadOnlyList<(string Receiver, DateTimeOffset At)> ToldOf(long incident) => file.Read(connection => connection.Rows(
        "SELECT receiver, at FROM told WHERE incident = $incident ORDER BY at", row => (row.GetString(0), row.Moment(1)!.Value), ("$incident", incident)));

    /// <summary>All that anybody was told of an incident, each message for itself, the newest first.</summary>
    public IReadOnlyList<NoticeEntry> History(long incident, int most) => file.Read(connection => connection.Rows(
        """
        SELECT notice.receiver, notice.kind, notice.at, outbox.way, outbox.target, outbox.state, outbox.answer
        FROM notice LEFT JOIN outbox ON outbox.key > notice.message || '/' AND outbox.key < notice.message || '0'
        WHERE notice.incident = $incident ORDER BY notice.id DESC, outbox.id LIMIT $most
        """,
        row => new NoticeEntry(row.GetString(0), (NoticeKind)row.GetInt32(1), row.Moment(2)!.Value, row.Text(3) ?? "", row.Text(4) ?? "",
            row.Text(5) is { } state ? Enum.Parse<OutboxState>(state, ignoreCase: true) : null, row.Text(6) ?? ""),
        ("$incident", incident), ("$most", most)));

    /// <summary>Writes what a receiver is told, and the messages that tell it.</summary>
    /// <param name="receiver">Who.</param>
    /// <param name="notices">What.</param>
    /// <param name="key">What the keys of the messages begin with, before a slash.</param>
    /// <param name="messages">The messages, and how long each is tried.</param>
    /// <param name="now">The time.</param>
    internal void Write(Receiver receiver, IReadOnlyList<Notice> notices, string key, IEnumerable<(OutboxMessage Message, TimeSpan Life)> messages, DateTimeOffset now)
    {
        file.Write(connection =>
        {
            var isAdded = false;
            foreach (var (message, life) in messages)
                isAdded |= outbox.Add(connection, message, life);
            // Too many wait: he is told at a later look, when there is room.
            if (!isAdded)
                return;
            foreach (var notice in notices)
            {
                connection.Run(
                    "INSERT OR REPLACE INTO told (incident, receiver, level, at, over) VALUES ($incident, $receiver, $level, $at, $over)",
                    ("$incident", notice.Incident.Id), ("$receiver", receiver.Name), ("$level", (int)notice.Incident.Level), ("$at", now.ToUnixTimeSeconds()),
                    ("$over", notice.Kind == NoticeKind.Resolved));
                connection.Run("INSERT INTO notice (incident, receiver, kind, at, message) VALUES ($incident, $receiver, $kind, $at, $message)",
                    ("$incident", notice.Incident.Id), ("$receiver", receiver.Name), ("$kind", (int)notice.Kind), ("$at", now.ToUnixTimeSeconds()), ("$message", key));
            }
            connection.Run("DELETE FROM notice WHERE id <= (SELECT max(id) FROM notice) - $most", ("$most", MostRemembered));
        });
        outbox.Announce();
    }
}
