using Metrics.Analyzers.Sqlite;
using Microsoft.Data.Sqlite;

namespace Metrics.Actions.Blocking;

/// <summary>What was decided about offenders, written before it is done.</summary>
/// <remarks>What is written is there after any end of the process. It is not waited for the disk, which would take longer than all the rest of a block: after a power cut the last
/// decisions may be missing, and so are the blocks, which the kernel has forgotten.</remarks>
public sealed class DecisionTable : IDisposable
{
    /// <summary>Decisions kept; the oldest go when there are more.</summary>
    public const int Most = 10_000;

    private const string Columns = "id, at, rule, detector, subject, reason, state, seconds, until, answer, evidence";

    private readonly SqlFile file;
    private readonly SqliteConnection writer;
    private readonly Lock oneWrites = new();

    /// <summary>Takes the table.</summary>
    /// <param name="file">The database.</param>
    public DecisionTable(SqlFile file)
    {
        this.file = file;
        writer = file.Connect();
        writer.Run("PRAGMA synchronous = NORMAL");
    }

    /// <summary>The newest, the last one first.</summary>
    public IReadOnlyList<Decision> Newest(int most) => file.Read(connection =>
        connection.Rows($"SELECT {Columns} FROM decision ORDER BY id DESC LIMIT $most", Read, ("$most", most)));

    /// <summary>The newest of each subject among those since a moment, by subject.</summary>
    public IReadOnlyDictionary<string, Decision> LatestBySubject(DateTimeOffset moment) => file.Read(connection => connection.Rows(
        $"SELECT {Columns} FROM decision WHERE id IN (SELECT max(id) FROM decision WHERE at >= $moment GROUP BY subject)", Read,
        ("$moment", moment.ToUnixTimeMilliseconds()))).ToDictionary(decision => decision.Subject, StringComparer.Ordinal);

    /// <summary>Those of a detector since a moment, the newest first.</summary>
    internal IReadOnlyList<Decision> Of(string detector, DateTimeOffset moment, int most) => file.Read(connection => connection.Rows(
        $"SELECT {Columns} FROM decision WHERE detector = $detector AND at >= $moment ORDER BY id DESC LIMIT $most", Read,
        ("$detector", detector), ("$moment", moment.ToUnixTimeMilliseconds()), ("$most", most)));

    /// <summary>How many there are of a detector since a moment, by what became of them.</summary>
    internal IReadOnlyDictionary<DecisionState, int> Count(string detector, DateTimeOffset moment) => file.Read(connection => connection.Rows(
        "SELECT state, count(*) FROM decision WHERE detector = $detector AND at >= $moment GROUP BY state",
        row => (State: Enum.Parse<DecisionState>(row.GetString(0)), Count: row.GetInt32(1)),
        ("$detector", detector), ("$moment", moment.ToUnixTimeMilliseconds()))).ToDictionary(one => one.State, one => one.Count);

    /// <summary>Those that the guard has not answered, the oldest first.</summary>
    internal IReadOnlyList<Decision> Waiting(int most) => file.Read(connection => connection.Rows(
        $"SELECT {Columns} FROM decision WHERE state = 'Waiting' ORDER BY id LIMIT $most", Read, ("$most", most)));

    /// <summary>Writes decisions, all or none.</summary>
    /// <returns>The same with their numbers.</returns>
    internal IReadOnlyList<Decision> Add(IReadOnlyList<Decision> decisions)
    {
        var written = new List<Decision>(decisions.Count);
        Write(() =>
        {
            foreach (var decision in decisions)
                written.Add(decision with { Id = Insert(decision) });
            writer.Run("DELETE FROM decision WHERE id <= (SELECT max(id) FROM decision) - $most", ("$most", Most));
        });
        return written;
    }

    /// <summary>Writes what became of decisions.</summary>
    internal void Finish(IEnumerable<Decision> decisions) => Write(() =>
    {
        foreach (var decision in decisions)
            writer.Run("UPDATE decision SET state = $state, until = $until, answer = $answer WHERE id = $id", ("$state", decision.State.ToString()),
                ("$until", decision.Until?.ToUnixTimeMilliseconds()), ("$answer", decision.Answer), ("$id", decision.Id));
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        // The pool gives it to others, who wait for the disk.
        writer.Run("PRAGMA synchronous = FULL");
        writer.Dispose();
    }

    private void Write(Action work)
    {
        lock (oneWrites)
        {
            using var transaction = writer.BeginTransaction(deferred: false);
            work();
            transaction.Commit();
        }
    }

    private long Insert(Decision decision) => (long)writer.Value(
        """
        INSERT INTO decision (at, rule, detector, subject, reason, state, seconds, until, answer, evidence)
        VALUES ($at, $rule, $detector, $subject, $reason, $state, $seconds, NULL, $answer, $evidence) RETURNING id
        """,
        ("$at", decision.At.ToUnixTimeMilliseconds()), ("$rule", decision.Rule), ("$detector", decision.Detector), ("$subject", decision.Subject),
        ("$reason", decision.Reason), ("$state", decision.State.ToString()), ("$seconds", (long)decision.For.TotalSeconds), ("$answer", decision.Answer),
        ("$evidence", string.Join('\n', decision.Evidence)))!;

    private static Decision Read(SqliteDataReader row) => new(
        row.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
        Enum.Parse<DecisionState>(row.GetString(6)))
    {
        For = TimeSpan.FromSeconds(row.GetInt64(7)),
        Until = row.IsDBNull(8) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)),
        Answer = row.GetString(9),
        Evidence = [.. row.GetString(10).Split('\n', StringSplitOptions.RemoveEmptyEntries)],
    };
}
