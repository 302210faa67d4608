using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Metrics.Analyzers.Sqlite;
using Metrics.Web.State;
using Microsoft.Data.Sqlite;

namespace Metrics.Web.Access;

/// <summary>The users, and the sessions that were ended before their time. What is changed here is seen by the
/// next question; what a command beside the server changes, before the command has ended.</summary>
internal sealed class UserDirectory(StateDatabase state, TimeProvider time)
{
    /// <summary>A bound for the list that is kept in memory.</summary>
    private const int MostUsers = 10_000;

    private readonly StateView<Snapshot> view = new(state, Read);

    /// <summary>All users, by name.</summary>
    public IEnumerable<User> All => view.Current.Users.Values.OrderBy(user => user.Name, StringComparer.Ordinal);

    /// <summary>Whether there is nobody who could sign in.</summary>
    public bool IsEmpty => view.Current.Users.Count == 0;

    /// <summary>A user by name, or null.</summary>
    public User? Find(string name) => view.Current.Users.GetValueOrDefault(name);

    /// <summary>Whether a session was ended.</summary>
    public bool IsEnded(string session) => view.Current.Ended.Contains(session);

    /// <summary>Adds a user.</summary>
    /// <returns>False when there is one of this name, or too many.</returns>
    public bool Add(string name, Role role, IEnumerable<string> domains, string? passwordHash) => state.Write(connection =>
        (long)connection.Value("SELECT count(*) FROM user")! < MostUsers && connection.Run(
            "INSERT INTO user (name, role, domains, password, stamp, created) VALUES ($name, $role, $domains, $password, $stamp, $now) ON CONFLICT DO NOTHING",
            ("$name", name), ("$role", NameOf(role)), ("$domains", string.Join(' ', domains.Select(domain => domain.ToLowerInvariant()))),
            ("$password", passwordHash), ("$stamp", NewStamp()), ("$now", time.GetUtcNow().ToUnixTimeSeconds())) == 1);

    /// <summary>Removes a user; the sessions end.</summary>
    /// <returns>False when there is none of this name.</returns>
    public bool Remove(string name) => state.Write(connection => connection.Run("DELETE FROM user WHERE name = $name", ("$name", name)) == 1);

    /// <summary>Gives a user another password; the sessions end.</summary>
    /// <returns>False when there is none of this name.</returns>
    public bool SetPassword(string name, string passwordHash) => state.Write(connection => connection.Run(
        "UPDATE user SET password = $password, stamp = $stamp WHERE name = $name", ("$password", passwordHash), ("$stamp", NewStamp()), ("$name", name)) == 1);

    /// <summary>Ends a session for good: its cookie may have been copied.</summary>
    /// <param name="session">Its id.</param>
    /// <param name="until">When its cookie is worthless anyway.</param>
    public void End(string session, DateTimeOffset until) => state.Write(connection =>
    {
        connection.Run("DELETE FROM ended_session WHERE until < $now", ("$now", time.GetUtcNow().ToUnixTimeSeconds()));
        connection.Run("INSERT INTO ended_session (id, until) VALUES ($id, $until) ON CONFLICT DO NOTHING",
            ("$id", session), ("$until", until.ToUnixTimeSeconds() + 1));
    });

    private static Snapshot Read(SqliteConnection connection)
    {
        var users = connection.Rows("SELECT name, role, domains, password, stamp, created FROM user", row => new User(
            row.GetString(0), row.GetString(1) == NameOf(Role.Administrator) ? Role.Administrator : Role.Owner,
            [.. row.GetString(2).Split(' ', StringSplitOptions.RemoveEmptyEntries)], row.Text(3), row.GetString(4), row.Moment(5)!.Value));
        return new Snapshot(users.ToFrozenDictionary(user => user.Name, StringComparer.Ordinal),
            connection.Rows("SELECT id FROM ended_session", row => row.GetString(0)).ToFrozenSet(StringComparer.Ordinal));
    }

    private static string NameOf(Role role) => role == Role.Administrator ? "administrator" : "owner";

    private static string NewStamp() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    private sealed record Snapshot(FrozenDictionary<string, User> Users, FrozenSet<string> Ended);
}
