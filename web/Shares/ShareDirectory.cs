using System.Collections.Frozen;
using System.Security.Cryptography;
using Metrics.Analyzers.Sqlite;
using Metrics.Grapher;
using Metrics.Web.State;
using Microsoft.Data.Sqlite;

namespace Metrics.Web.Shares;

/// <summary>The records of all shares. What is changed here is seen by the next question; what a command beside the server
/// changes, before the command has ended.</summary>
internal sealed class ShareDirectory(StateDatabase state, TimeProvider time)
{
    /// <summary>A bound for the list that is kept in memory.</summary>
    public const int MostShares = 1_000;

    private readonly StateView<Snapshot> view = new(state, Read);

    /// <summary>All shares, by name.</summary>
    public IEnumerable<Share> All => view.Current.ByName.Values.OrderBy(share => share.Name, StringComparer.Ordinal);

    /// <summary>A share by name, or null.</summary>
    public Share? Find(string name) => view.Current.ByName.GetValueOrDefault(name);

    /// <summary>A share by what the token of its link carries, or null.</summary>
    public Share? FindLink(string link) => view.Current.ByLink.GetValueOrDefault(link);

    /// <summary>Makes a share. One of the same name that is over makes room.</summary>
    /// <param name="draft">What it shall be, without faults.</param>
    /// <param name="passwordHash">Hash of the visitor's password; null for a link.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="zone">The zone of its last day.</param>
    /// <returns>False when there is one of this name, or too many.</returns>
    public bool Add(ShareDraft draft, string? passwordHash, string by, TimeZoneInfo zone)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return state.Write(connection =>
        {
            connection.Run("DELETE FROM share WHERE name = $name AND (revoked IS NOT NULL OR until <= $now)", ("$name", draft.Name), ("$now", now));
            return (long)connection.Value("SELECT count(*) FROM share")! < MostShares && connection.Run(
                """
                INSERT INTO share (id, name, link, title, note, graphs, ranges, user, password, frames, until, created, created_by)
                VALUES ($id, $name, $link, $title, $note, $graphs, $ranges, $user, $password, $frames, $until, $now, $by) ON CONFLICT (name) DO NOTHING
                """,
                // A random number: sessions carry it, and one that was deleted must not come back.
                ("$id", RandomNumberGenerator.GetInt32(int.MaxValue) * 1_000_000L + RandomNumberGenerator.GetInt32(1_000_000)),
                ("$name", draft.Name), ("$link", draft.User is null ? RandomNumberGenerator.GetHexString(32, lowercase: true) : null),
                ("$title", draft.ShownTitle), ("$note", draft.Note), ("$graphs", draft.Scope.ToString()),
                ("$ranges", string.Join(' ', draft.ShownRanges.Select(range => range.Name))), ("$user", draft.User), ("$password", passwordHash),
                ("$frames", string.Join(' ', draft.Frames)), ("$until", draft.End(zone)?.ToUnixTimeSeconds()), ("$now", now), ("$by", by)) == 1;
        });
    }

    /// <summary>Ends a share at once and for good.</summary>
    /// <returns>False when there is none of this name, or it is revoked already.</returns>
    public bool Revoke(string name) => state.Write(connection => connection.Run(
        "UPDATE share SET revoked = $now WHERE name = $name AND revoked IS NULL", ("$now", time.GetUtcNow().ToUnixTimeSeconds()), ("$name", name)) == 1);

    /// <summary>Adds to the uses of shares.</summary>
    public void AddUses(IReadOnlyCollection<ShareUse> uses) => state.Write(connection =>
    {
        foreach (var use in uses)
            connection.Run("UPDATE share SET uses = uses + $count, last_use = $last WHERE id = $id",
                ("$count", use.Count), ("$last", use.Last.ToUnixTimeSeconds()), ("$id", use.Share));
    });

    private static Snapshot Read(SqliteConnection connection)
    {
        var shares = connection.Rows(
            """
            SELECT id, name, link, title, note, graphs, ranges, user, password, frames, until, created, created_by, revoked, uses, last_use FROM share
            """,
            row => new Share(row.GetInt64(0), row.GetString(1), row.Text(2), row.GetString(3), row.GetString(4), ShareScope.Of(row.GetString(5)),
                [.. row.GetString(6).Split(' ').Select(GraphRange.Find).OfType<GraphRange>()], row.Text(7), row.Text(8),
                [.. row.GetString(9).Split(' ', StringSplitOptions.RemoveEmptyEntries)], row.Moment(10), row.Moment(11)!.Value, row.GetString(12),
                row.Moment(13), row.GetInt64(14), row.Moment(15)));
        return new Snapshot(shares.ToFrozenDictionary(share => share.Name, StringComparer.Ordinal),
            shares.Where(share => share.Link is not null).ToFrozenDictionary(share => share.Link!, StringComparer.Ordinal));
    }

    private sealed record Snapshot(FrozenDictionary<string, Share> ByName, FrozenDictionary<string, Share> ByLink);
}
