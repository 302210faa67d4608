using Metrics.Analyzers.Sqlite;
using Microsoft.Data.Sqlite;

namespace Metrics.Actions.Services;

/// <summary>Restarts that were asked for, in the database. Commands write to it beside the server.</summary>
/// <param name="file">The database.</param>
/// <param name="time">The clock.</param>
public sealed class RestartTable(SqlFile file, TimeProvider time)
{
    private const int LongestText = 500, MostKept = 1_000;

    /// <summary>Asks for a restart. While one waits it is that one, for the reason of who has asked last.</summary>
    public void Ask(string service, string who, string why) => file.Write(connection =>
    {
        (string, object?)[] values = [("$service", service), ("$who", Cut(who)), ("$why", Cut(why)), ("$now", Now)];
        if (connection.Run("UPDATE restart SET who = $who, why = $why, times = times + 1 WHERE service = $service AND begun IS NULL", values) == 0)
            connection.Run("INSERT INTO restart (service, who, why, asked) VALUES ($service, $who, $why, $now)", values);
        connection.Run("DELETE FROM restart WHERE begun IS NOT NULL AND id <= (SELECT max(id) FROM restart) - $most", ("$most", MostKept));
    });

    /// <summary>The newest, the newest first.</summary>
    public IReadOnlyList<RestartEntry> Newest(int most) => file.Read(connection => connection.Rows(
        "SELECT service, who, why, asked, times, begun, answer FROM restart ORDER BY id DESC LIMIT $most", Read, ("$most", most)));

    /// <summary>When restarts of a service by a watchdog were begun since a moment; the newest first.</summary>
    internal IReadOnlyList<DateTimeOffset> Watched(string service, DateTimeOffset since) => file.Read(connection => connection.Rows(
        "SELECT begun FROM restart WHERE service = $service AND who = '' AND begun >= $since ORDER BY begun DESC", row => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)),
        ("$service", service), ("$since", since.ToUnixTimeMilliseconds())));

    /// <summary>Takes the restart of a service that waits, if none was begun within the window. It is begun once that is on the disk: after a crash it is not done again.</summary>
    internal long? Take(string service, TimeSpan window) => file.Write<long?>(connection =>
    {
        // One of the future is of before a clock was set back.
        if (connection.Value("SELECT 1 FROM restart WHERE service = $service AND begun > $after AND begun <= $now",
            ("$service", service), ("$after", Now - (long)window.TotalMilliseconds), ("$now", Now)) is not null)
            return null;
        if (connection.Value("SELECT id FROM restart WHERE service = $service AND begun IS NULL", ("$service", service)) is not long id)
            return null;
        connection.Run("UPDATE restart SET begun = $now WHERE id = $id", ("$id", id), ("$now", Now));
        return id;
    });

    /// <summary>Writes what came of it.</summary>
    internal void Finish(long id, string answer) => file.Write(connection => connection.Run("UPDATE restart SET answer = $answer WHERE id = $id", ("$id", id), ("$answer", Cut(answer))));

    private static RestartEntry Read(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), row.GetInt32(4),
        row.IsDBNull(5) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)), row.GetString(6));

    private static string Cut(string text) => text.Length > LongestText ? text[..LongestText] + "…" : text;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();
}
