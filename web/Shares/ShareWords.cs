using System.Globalization;

namespace Metrics.Web.Shares;

/// <summary>Words about shares.</summary>
internal static class ShareWords
{
    /// <summary>The last day of a share: <c>30 June 2026</c>.</summary>
    /// <param name="until">When it ends: at the first moment of the day after.</param>
    /// <param name="zone">The zone of the day.</param>
    public static string LastDay(DateTimeOffset until, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(until.AddSeconds(-1), zone).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>Whether its address leads anywhere.</summary>
    public static bool IsOpen(Share share, DateTimeOffset now) => share.Revoked is null && !share.IsOver(now);

    /// <summary>How a share is now.</summary>
    public static string State(Share share, DateTimeOffset now) =>
        share.Revoked is not null ? "revoked" : share.IsOver(now) ? "ended" : "open";

    /// <summary>What a share names that is not there.</summary>
    /// <param name="patterns">Those of its patterns that no graph matches; at least one.</param>
    public static string Unmatched(IEnumerable<string> patterns) => $"No graph matches {string.Join(", ", patterns)} now. Visitors see such graphs as soon as there are any.";
}
