using Metrics.Actions.Outbox;
using Metrics.Actions.Rules;
using Metrics.Analyzers.Sqlite;

namespace Metrics.Actions.Alerts;

/// <summary>Who was told what: written in one transaction with the messages, so that nothing is told twice and nothing is lost.</summary>
/// <param name="file">The database.</param>
/// <param name="outbox">The messages.</param>
public sealed class NoticeTable(SqlFile file, OutboxTable outbox)
{
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

    /// <summary>Writes what a receiver is told, and the messages that tell it.</summary>
    internal void Write(Receiver receiver, IReadOnlyList<Notice> notices, IEnumerable<(OutboxMessage Message, TimeSpan Life)> messages, DateTimeOffset now)
    {
        file.Write(connection =>
        {
            foreach (var (message, life) in messages)
                outbox.Add(connection, message, life);
            foreach (var notice in notices)
                connection.Run(
                    "INSERT OR REPLACE INTO told (incident, receiver, level, at, over) VALUES ($incident, $receiver, $level, $at, $over)",
                    ("$incident", notice.Incident.Id), ("$receiver", receiver.Name), ("$level", (int)notice.Incident.Level), ("$at", now.ToUnixTimeSeconds()),
                    ("$over", notice.Kind == NoticeKind.Resolved));
        });
        outbox.Announce();
    }
}
