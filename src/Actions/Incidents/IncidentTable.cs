using Metrics.Actions.Rules;
using Metrics.Analyzers.Sqlite;
using Microsoft.Data.Sqlite;

namespace Metrics.Actions.Incidents;

/// <summary>Incidents, their transitions and silences in the database. What is told here is on the disk.</summary>
/// <param name="file">The database.</param>
/// <param name="time">The clock.</param>
public sealed class IncidentTable(SqlFile file, TimeProvider time)
{
    /// <summary>The oldest transitions go when there are more.</summary>
    private const int MostTransitions = 200_000;

    private const int LongestComment = 500;

    private const string Columns = "id, rule, subject, title, series, level, worst, value, started, ended, acknowledged_by, flapping, details, closed_by";

    private long revision;

    /// <summary>Incidents that last, and those that were over after a moment; the newest first.</summary>
    public IReadOnlyList<Incident> Since(DateTimeOffset moment, int most) => file.Read(connection => connection.Rows(
        $"SELECT {Columns} FROM incident WHERE ended IS NULL OR ended >= $moment ORDER BY ended IS NOT NULL, id DESC LIMIT $most", Read,
        ("$moment", moment.ToUnixTimeSeconds()), ("$most", most)));

    /// <summary>An incident; null when there is none of the number.</summary>
    public Incident? Find(long id) => file.Read(connection => connection.Rows($"SELECT {Columns} FROM incident WHERE id = $id", Read, ("$id", id)).FirstOrDefault());

    /// <summary>Says that somebody looks after an incident: nobody is reminded any more, until it is over.</summary>
    /// <returns>False when it is over, or somebody has said so before.</returns>
    public bool Acknowledge(long id, string who) => Write(connection => connection.Run(
        "UPDATE incident SET acknowledged_by = $who, acknowledged = $now WHERE id = $id AND ended IS NULL AND acknowledged_by IS NULL",
        ("$id", id), ("$who", who), ("$now", Now)) > 0);

    /// <summary>Says that something is the matter that no rule looks at: begins its incident, or changes the one that lasts.</summary>
    /// <param name="rule">What says so, in the place of a rule's name.</param>
    /// <param name="subject">What it is about; there is one incident of it at a time.</param>
    /// <param name="level">How bad it is.</param>
    /// <param name="title">What it is about, for people.</param>
    /// <param name="details">What there is to say beside, a line each, without ends of lines.</param>
    public void Report(string rule, string subject, RuleLevel level, string title, IEnumerable<string> details) => Write(connection =>
    {
        ReadOnlySpan<(string, object?)> values =
            [("$rule", rule), ("$subject", subject), ("$level", (int)level), ("$title", title), ("$details", string.Join('\n', details)), ("$now", Now)];
        if (connection.Run(
            "UPDATE incident SET level = $level, worst = max(worst, $level), title = $title, details = $details WHERE rule = $rule AND subject = $subject AND ended IS NULL", values[..5]) == 0)
            connection.Run(
                """
                INSERT INTO incident (rule, subject, title, series, level, worst, value, started, flapping, details)
                VALUES ($rule, $subject, $title, '', $level, $level, NULL, $now, FALSE, $details)
                """,
                values);
        return true;
    });

    /// <summary>Ends the incident of something that no rule looks at, when there is one.</summary>
    public void End(string rule, string subject) => Write(connection => connection.Run(
        "UPDATE incident SET ended = $now WHERE rule = $rule AND subject = $subject AND ended IS NULL", ("$now", Now), ("$rule", rule), ("$subject", subject)));

    /// <summary>Silences that hold now.</summary>
    public IReadOnlyList<Silence> Silences => SilencesSince(time.GetUtcNow());

    /// <summary>Silences that held at a moment or later.</summary>
    internal IReadOnlyList<Silence> SilencesSince(DateTimeOffset moment) => file.Read(connection => connection.Rows(
        "SELECT id, rule, subject, until, comment, author, created FROM silence WHERE until > $moment ORDER BY until",
        row => new Silence(row.GetInt64(0), row.GetString(1), row.GetString(2), row.Moment(3)!.Value, row.GetString(4), row.GetString(5)) { Created = row.Moment(6)!.Value },
        ("$moment", moment.ToUnixTimeSeconds())));

    /// <summary>Begins a silence.</summary>
    public void AddSilence(string rule, string subject, DateTimeOffset until, string comment, string author) => Write(connection => connection.Run(
        "INSERT INTO silence (rule, subject, until, comment, author, created) VALUES ($rule, $subject, $until, $comment, $author, $now)",
        ("$rule", rule), ("$subject", subject), ("$until", until.ToUnixTimeSeconds()), ("$comment", comment.Length > LongestComment ? comment[..LongestComment] : comment),
        ("$author", author), ("$now", Now)));

    /// <summary>Ends a silence.</summary>
    public void EndSilence(long id) => Write(connection => connection.Run("UPDATE silence SET until = $now WHERE id = $id AND until > $now", ("$id", id), ("$now", Now)));

    /// <summary>Another number after each change that somebody makes from outside of the rules.</summary>
    internal long Revision => Volatile.Read(ref revision);

    /// <summary>The steps of an incident, the oldest first: what it waited for before it began, too. Of more than 500 the newest.</summary>
    public IReadOnlyList<IncidentStep> Steps(Incident incident)
    {
        const int most = 500;
        var rows = file.Read(connection => connection.Rows(
            """
            SELECT at, before, after, level, value FROM transition
            WHERE rule = $rule AND subject = $subject AND at <= $until ORDER BY id DESC LIMIT $most
            """,
            row => new IncidentStep(row.Moment(0)!.Value, Enum.Parse<IncidentState>(row.GetString(1)), Enum.Parse<IncidentState>(row.GetString(2)), (RuleLevel)row.GetInt32(3),
                row.IsDBNull(4) ? double.NaN : row.GetDouble(4)),
            ("$rule", incident.Rule), ("$subject", incident.Subject), ("$until", (incident.Ended ?? time.GetUtcNow()).ToUnixTimeSeconds()), ("$most", most)));
        // The newest first: back to where it began, and what was before that, when it had to last for a while.
        var begin = rows.TakeWhile(step => !step.IsBegin || step.At > incident.Started).Count();
        var steps = rows.Take(begin + 1).Concat(rows.Skip(begin + 1).Take(1).Where(step => step.After == IncidentState.Pending));
        return [.. steps.Reverse()];
    }

    /// <summary>How often it has come within the last hour, and since when.</summary>
    internal Recurrence RecurrenceOf(Incident incident)
    {
        const long hour = 3_600;
        var now = Now;
        return file.Read(connection => connection.Rows(
            """
            SELECT count(*), min(at) FROM transition
            WHERE rule = $rule AND subject = $subject AND after = 'Firing' AND before <> 'Firing' AND at > $after
            """,
            row => new Recurrence(row.GetInt32(0), TimeSpan.FromSeconds(row.IsDBNull(1) ? 0 : now - row.GetInt64(1))),
            ("$rule", incident.Rule), ("$subject", incident.Subject), ("$after", now - hour)))[0];
    }

    /// <summary>Ends an incident by hand, whatever its rule says; where that still holds, there will be a new one.</summary>
    /// <returns>False when it is over, or there is none of the number.</returns>
    internal bool Close(long id, string who) => Write(connection =>
    {
        if (connection.Rows("SELECT rule, subject FROM incident WHERE id = $id AND ended IS NULL", row => (Rule: row.GetString(0), Subject: row.GetString(1)), ("$id", id)) is not [var one])
            return false;
        ReadOnlySpan<(string, object?)> key = [("$rule", one.Rule), ("$subject", one.Subject)];
        connection.Run(
            """
            INSERT INTO transition (rule, subject, at, before, after, level, value)
            SELECT rule, subject, $now, state, 'Ok', 0, NULL FROM watch WHERE rule = $rule AND subject = $subject
            """,
            [.. key, ("$now", Now)]);
        connection.Run("DELETE FROM watch WHERE rule = $rule AND subject = $subject", key);
        return connection.Run("UPDATE incident SET ended = $now, closed_by = $who WHERE id = $id", ("$now", Now), ("$who", who), ("$id", id)) > 0;
    });

    /// <summary>Where every rule was when that was last written.</summary>
    internal Dictionary<(string Rule, string Subject), Watch> Watches() => file.Read(connection => connection.Rows(
        "SELECT rule, subject, state, level, since, warning_since, critical_since, changes, flapping, held FROM watch",
        row => (Key: (row.GetString(0), row.GetString(1)), Watch: new Watch(
            Enum.Parse<IncidentState>(row.GetString(2)), Enum.Parse<RuleLevel>(row.GetString(3)), row.GetInt64(4), row.IsDBNull(5) ? null : row.GetInt64(5),
            row.IsDBNull(6) ? null : row.GetInt64(6), (uint)row.GetInt64(7), row.GetBoolean(8), row.GetBoolean(9))))).ToDictionary(one => one.Key, one => one.Watch);

    /// <summary>Writes steps, all or none, before anything is done about them.</summary>
    internal void Write(IReadOnlyList<IncidentChange> changes) => file.Write(connection =>
    {
        foreach (var change in changes)
            Write(connection, change);
        connection.Run("DELETE FROM transition WHERE id <= (SELECT max(id) FROM transition) - $most", ("$most", MostTransitions));
    });

    /// <summary>Ends what no rule looks at any more.</summary>
    internal void Forget(IEnumerable<(string Rule, string Subject)> gone) => file.Write(connection =>
    {
        foreach (var (rule, subject) in gone)
        {
            connection.Run("UPDATE incident SET ended = $now WHERE rule = $rule AND subject = $subject AND ended IS NULL", ("$now", Now), ("$rule", rule), ("$subject", subject));
            connection.Run("DELETE FROM watch WHERE rule = $rule AND subject = $subject", ("$rule", rule), ("$subject", subject));
        }
    });

    private void Write(SqliteConnection connection, IncidentChange change)
    {
        var (instance, before, after, _) = change;
        ReadOnlySpan<(string, object?)> key = [("$rule", instance.Rule.Name), ("$subject", instance.Subject)];
        connection.Run(
            """
            INSERT OR REPLACE INTO watch (rule, subject, state, level, since, warning_since, critical_since, changes, flapping, held)
            VALUES ($rule, $subject, $state, $level, $since, $warning, $critical, $changes, $flapping, $held)
            """,
            [.. key, ("$state", after.State.ToString()), ("$level", after.Level.ToString()), ("$since", after.Since), ("$warning", after.WarningSince),
                ("$critical", after.CriticalSince), ("$changes", (long)after.Changes), ("$flapping", after.IsFlapping), ("$held", after.IsHeld)]);
        if (!change.IsStep)
            return;
        var value = double.IsNaN(change.Value) ? null : (object)change.Value;
        if (!before.IsOpen && after.IsOpen)
            connection.Run(
                "INSERT INTO incident (rule, subject, title, series, level, worst, value, started, flapping) VALUES ($rule, $subject, $title, $series, $level, $level, $value, $now, $flapping)",
                [.. key, ("$title", instance.Title), ("$series", string.Join('\n', instance.SeriesNames)), ("$level", (int)after.Level), ("$value", value), ("$now", Now),
                    ("$flapping", after.IsFlapping)]);
        else if (after.IsOpen)
            connection.Run("UPDATE incident SET level = $level, worst = max(worst, $level), flapping = $flapping WHERE rule = $rule AND subject = $subject AND ended IS NULL",
                [.. key, ("$level", (int)after.Level), ("$flapping", after.IsFlapping)]);
        else if (before.IsOpen)
            connection.Run("UPDATE incident SET ended = $now WHERE rule = $rule AND subject = $subject AND ended IS NULL", [.. key, ("$now", Now)]);
        connection.Run(
            "INSERT INTO transition (rule, subject, at, before, after, level, value) VALUES ($rule, $subject, $now, $before, $after, $level, $value)",
            [.. key, ("$now", Now), ("$before", before.State.ToString()), ("$after", after.State.ToString()), ("$level", (int)after.Level), ("$value", value)]);
    }

    private T Write<T>(Func<SqliteConnection, T> work)
    {
        var result = file.Write(work);
        Interlocked.Increment(ref revision);
        return result;
    }

    private static Incident Read(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), [.. row.GetString(4).Split('\n', StringSplitOptions.RemoveEmptyEntries)],
        (RuleLevel)row.GetInt32(5), (RuleLevel)row.GetInt32(6), row.IsDBNull(7) ? double.NaN : row.GetDouble(7), row.Moment(8)!.Value, row.Moment(9))
    {
        AcknowledgedBy = row.Text(10),
        IsFlapping = row.GetBoolean(11),
        Details = [.. row.GetString(12).Split('\n', StringSplitOptions.RemoveEmptyEntries)],
        ClosedBy = row.Text(13),
    };

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();
}
