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
        SELECT told.incident, told.level, told.worst, told.at, told.over, told.flapping FROM told JOIN incident ON incident.id = told.incident
        WHERE told.receiver = $receiver AND (incident.ended IS NULL OR incident.ended >= $moment)
        """,
        row => (row.GetInt64(0), new Told((RuleLevel)row.GetInt32(1), (RuleLevel)row.GetInt32(2), row.Moment(3)!.Value, row.GetBoolean(4), row.GetBoolean(5))),
        ("$receiver", receiver), ("$moment", moment.ToUnixTimeSeconds()))).ToDictionary(one => one.Item1, one => one.Item2);

    /// <summary>When a receiver was told anything last; null: never.</summary>
    internal DateTimeOffset? LastTo(string receiver) => file.Read(connection =>
        connection.Value("SELECT max(at) FROM told WHERE receiver = $receiver", ("$receiver", receiver)) is long at ? DateTimeOffset.FromUnixTimeSeconds(at) : (DateTimeOffset?)null);

    /// <summary>Knows these receivers from now on, and no others: who is new is not told of what is over already.</summary>
    internal void Meet(IEnumerable<string> receivers, DateTimeOffset now) => file.Write(connection =>
    {
        var gone = connection.Rows("SELECT name FROM receiver", row => row.GetString(0)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in receivers)
            if (!gone.Remove(name))
                connection.Run("INSERT INTO receiver (name, decided) VALUES ($name, $now)", ("$name", name), ("$now", now.ToUnixTimeSeconds()));
        foreach (var name in gone)
            connection.Run("DELETE FROM receiver WHERE name = $name", ("$name", name));
    });

    /// <summary>Up to when it is decided what a receiver is told of what is over; of one that <see cref="Meet"/> knows.</summary>
    internal DateTimeOffset DecidedFor(string receiver) => file.Read(connection =>
        DateTimeOffset.FromUnixTimeSeconds((long)connection.Value("SELECT decided FROM receiver WHERE name = $name", ("$name", receiver))!));

    /// <summary>Says up to when it is decided.</summary>
    internal void Decide(string receiver, DateTimeOffset until) => file.Write(connection => connection.Run(
        "UPDATE receiver SET decided = $until WHERE name = $name", ("$name", receiver), ("$until", until.ToUnixTimeSeconds())));

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
    /// <returns>False when too many messages wait: he is told at a later look, when there is room.</returns>
    internal bool Write(Receiver receiver, IReadOnlyList<Notice> notices, string key, IEnumerable<(OutboxMessage Message, TimeSpan Life)> messages, DateTimeOffset now)
    {
        var isWritten = file.Write(connection =>
        {
            var isAdded = false;
            foreach (var (message, life) in messages)
                isAdded |= outbox.Add(connection, message, life);
            if (!isAdded)
                return false;
            foreach (var notice in notices)
            {
                connection.Run(
                    "INSERT OR REPLACE INTO told (incident, receiver, level, worst, at, over, flapping) VALUES ($incident, $receiver, $level, $worst, $at, $over, $flapping)",
                    ("$incident", notice.Incident.Id), ("$receiver", receiver.Name), ("$level", (int)notice.Incident.Level), ("$worst", (int)notice.Incident.Worst),
                    ("$at", now.ToUnixTimeSeconds()), ("$over", notice.IsEnd), ("$flapping", notice.Incident.IsFlapping));
                connection.Run("INSERT INTO notice (incident, receiver, kind, at, message) VALUES ($incident, $receiver, $kind, $at, $message)",
                    ("$incident", notice.Incident.Id), ("$receiver", receiver.Name), ("$kind", (int)notice.Kind), ("$at", now.ToUnixTimeSeconds()), ("$message", key));
            }
            connection.Run("DELETE FROM notice WHERE id <= (SELECT max(id) FROM notice) - $most", ("$most", MostRemembered));
            return true;
        });
        outbox.Announce();
        return isWritten;
    }
}
