using Metrics.Analyzers.Sqlite;
using Microsoft.Data.Sqlite;

namespace Metrics.Actions.Hold;

/// <summary>Holds of mail and their steps in the database. What is told here is on the disk. Commands write to it beside the server.</summary>
/// <param name="file">The database.</param>
/// <param name="time">The clock.</param>
public sealed class HoldTable(SqlFile file, TimeProvider time)
{
    private const int LongestText = 500, LongestAnswer = 2_000;

    /// <summary>Begins a hold; while one lasts, that one goes as far as the one that is asked for now. So of two at once there is one. A dry run is over when one begins that is none.</summary>
    /// <returns>Its number.</returns>
    public long Begin(HoldLevel level, bool isArmed, string cause, string who) => file.Write(connection => Begin(connection, level, isArmed, cause, who));

    /// <summary>Begins holds for incidents that have not begun one yet, each once.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool Begin(HoldLevel level, bool isArmed, IReadOnlyList<(long Incident, string Title)> incidents) => file.Write(connection =>
    {
        var some = false;
        foreach (var (incident, title) in incidents)
            if (connection.Run("INSERT OR IGNORE INTO hold_trigger (incident) VALUES ($incident)", ("$incident", incident)) > 0)
            {
                Begin(connection, level, isArmed, title, "");
                some = true;
            }
        return some;
    });

    /// <summary>The hold that lasts; null when none does.</summary>
    public HoldJob? Open => file.Read(connection => Jobs(connection, "WHERE ended IS NULL", 1).FirstOrDefault());

    /// <summary>The newest holds, the newest first.</summary>
    public IReadOnlyList<HoldJob> Newest(int most) => file.Read(connection => Jobs(connection, "", most));

    /// <summary>Says that somebody looks after it: nobody is reminded any more.</summary>
    /// <returns>False when none lasts, or somebody has said so before.</returns>
    public bool Acknowledge(string who) => file.Write(connection => connection.Run(
        "UPDATE hold SET acknowledged_by = $who WHERE ended IS NULL AND acknowledged_by IS NULL", ("$who", Cut(who))) > 0);

    /// <summary>Says that mail is to go again.</summary>
    /// <returns>False when none lasts, or somebody has said so before.</returns>
    public bool Resume(string who) => file.Write(connection => connection.Run(
        "UPDATE hold SET resumed_by = $who WHERE ended IS NULL AND resumed_by IS NULL", ("$who", Cut(who))) > 0);

    /// <summary>A step begins, or is begun anew.</summary>
    internal void Begin(long job, HoldStep step) => file.Write(connection => connection.Run(
        "INSERT INTO hold_step (hold, step, begun) VALUES ($job, $step, $now) ON CONFLICT DO UPDATE SET begun = $now, ended = NULL",
        ("$job", job), ("$step", (int)step), ("$now", Now)));

    /// <summary>A step has ended.</summary>
    internal void End(long job, HoldStep step, HoldOutcome outcome) => file.Write(connection => connection.Run(
        "UPDATE hold_step SET ended = $now, answer = $answer, failed = $failed WHERE hold = $job AND step = $step",
        ("$job", job), ("$step", (int)step), ("$now", Now), ("$answer", Cut(outcome.Answer, LongestAnswer)), ("$failed", outcome.IsFailed)));

    /// <summary>A step goes on being tried; says why.</summary>
    internal void Retry(long job, HoldStep step, string why) => file.Write(connection => connection.Run(
        "UPDATE hold_step SET answer = $answer, failed = 1 WHERE hold = $job AND step = $step", ("$job", job), ("$step", (int)step), ("$answer", Cut(why, LongestAnswer))));

    /// <summary>It is to be tried anew whether everything is held, and told.</summary>
    internal void Verify(long job) => file.Write(connection => Verify(connection, job));

    /// <summary>It does nothing: what would have to do it is not armed.</summary>
    internal void Disarm(long job) => file.Write(connection => connection.Run("UPDATE hold SET armed = 0 WHERE id = $job", ("$job", job)));

    /// <summary>It goes no further than a warning.</summary>
    internal void Spare(long job) => file.Write(connection => connection.Run("UPDATE hold SET level = 0 WHERE id = $job", ("$job", job)));

    /// <summary>It is over.</summary>
    internal void End(long job) => file.Write(connection => connection.Run("UPDATE hold SET ended = $now WHERE id = $job AND ended IS NULL", ("$job", job), ("$now", Now)));

    /// <summary>When somebody was last told of it, and how often that was.</summary>
    internal (DateTimeOffset At, int Times) Told(long job) => file.Read(connection => connection.Rows(
        "SELECT told, times FROM hold WHERE id = $job", row => (DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), row.GetInt32(1)), ("$job", job)).Single());

    /// <summary>Writes that somebody is told now, in the transaction of the message.</summary>
    internal void Tell(long job, Action<SqliteConnection> messages) => file.Write(connection =>
    {
        messages(connection);
        connection.Run("UPDATE hold SET told = $now, times = times + 1 WHERE id = $job", ("$job", job), ("$now", Now));
    });

    private long Begin(SqliteConnection connection, HoldLevel level, bool isArmed, string cause, string who)
    {
        if (Jobs(connection, "WHERE ended IS NULL AND resumed_by IS NULL", 1) is [var open] && (open.IsArmed || !isArmed))
        {
            if (level > open.Level)
            {
                connection.Run("UPDATE hold SET level = $level, acknowledged_by = NULL WHERE id = $id", ("$id", open.Id), ("$level", (int)level));
                Verify(connection, open.Id);
            }
            return open.Id;
        }
        // A dry run is overtaken, and one that is about to be lifted, too: the guard takes measures as they come.
        connection.Run("UPDATE hold SET ended = $now WHERE ended IS NULL", ("$now", Now));
        connection.Run("INSERT INTO hold (level, armed, cause, who, started, told) VALUES ($level, $armed, $cause, $who, $now, $now)",
            ("$level", (int)level), ("$armed", isArmed), ("$cause", Cut(cause)), ("$who", Cut(who)), ("$now", Now));
        return (long)connection.Value("SELECT last_insert_rowid()")!;
    }

    private static void Verify(SqliteConnection connection, long job) => connection.Run(
        "DELETE FROM hold_step WHERE hold = $id AND step IN ($verified, $told)", ("$id", job), ("$verified", (int)HoldStep.Verified), ("$told", (int)HoldStep.Told));

    private static List<HoldJob> Jobs(SqliteConnection connection, string where, int most) => connection.Rows(
        $"SELECT id, level, armed, cause, who, started, ended, acknowledged_by, resumed_by FROM hold {where} ORDER BY id DESC LIMIT $most",
        row => new HoldJob(row.GetInt64(0), (HoldLevel)row.GetInt32(1), row.GetBoolean(2), row.GetString(3), row.GetString(4), At(row, 5)!.Value, At(row, 6), row.Text(7), row.Text(8),
            Steps(connection, row.GetInt64(0))),
        ("$most", most));

    private static List<HoldStepState> Steps(SqliteConnection connection, long job) => connection.Rows(
        "SELECT step, begun, ended, answer, failed FROM hold_step WHERE hold = $job ORDER BY step",
        row => new HoldStepState((HoldStep)row.GetInt32(0), At(row, 1)!.Value, At(row, 2), row.GetString(3), row.GetBoolean(4)), ("$job", job));

    private static DateTimeOffset? At(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    private static string Cut(string text, int longest = LongestText) => text.Length > longest ? text[..longest] + "…" : text;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();
}
