using System.Text.Json.Serialization;
using Metrics.Web.Shares;

namespace Metrics.Web.Api;

/// <summary>The answer of <c>/api/v1/shares</c>.</summary>
/// <param name="Shares">The shares, by name.</param>
internal sealed record ShareList(IReadOnlyList<ShareDescription> Shares);

/// <summary>A share. Times are seconds since the epoch.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">What visitors read on top.</param>
/// <param name="Note">What the operator wrote to remember it by.</param>
/// <param name="State"><c>open</c>, <c>ended</c> or <c>revoked</c>.</param>
/// <param name="Address">Where visitors find it; absent when it is over.</param>
/// <param name="Graphs">Names of graphs, patterns of them, and sections as <c>section:thermal</c>.</param>
/// <param name="Ranges">The time that its graphs show.</param>
/// <param name="User">The visitor's name; absent for a link.</param>
/// <param name="Frames">Origins that may show it in a frame.</param>
/// <param name="Until">When it ends by itself; absent: never.</param>
/// <param name="Created">When it was made.</param>
/// <param name="CreatedBy">Who made it; empty when nobody had to sign in for it.</param>
/// <param name="Revoked">When it was revoked; absent when it was not.</param>
/// <param name="Uses">Pages and pictures that were shown.</param>
/// <param name="LastUse">When the last of them was; absent when there was none.</param>
internal sealed record ShareDescription(
    string Name, string Title, string Note, string State, string? Address, IReadOnlyList<string> Graphs, IReadOnlyList<string> Ranges, string? User,
    IReadOnlyList<string> Frames, long? Until, long Created, string CreatedBy, long? Revoked, long Uses, long? LastUse)
{
    /// <summary>The visitor's password. It is told once, in the answer to the request that made the share.</summary>
    public string? Password { get; init; }

    /// <summary>Names and patterns of its graphs that no graph matches; in the answer to the request that made the share, absent when there
    /// are none.</summary>
    public IReadOnlyList<string>? Unmatched { get; init; }

    /// <summary>A share as it is now.</summary>
    public static ShareDescription Of(Share share, ShareLinks links, HttpRequest request, DateTimeOffset now) => new(
        share.Name, share.Title, share.Note, ShareWords.State(share, now), share.IsOver(now) ? null : links.AddressOf(share, request), share.Scope.Patterns,
        [.. share.Ranges.Select(range => range.Name)], share.User, share.Frames, share.Until?.ToUnixTimeSeconds(), share.Created.ToUnixTimeSeconds(),
        share.CreatedBy, share.Revoked?.ToUnixTimeSeconds(), share.Uses, share.LastUse?.ToUnixTimeSeconds());
}

/// <summary>A share as a program wants it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ShareRequest
{
    /// <summary>Its name: 1 to 40 small letters, digits and dashes.</summary>
    public required string Name { get; init; }

    /// <summary>Names of graphs, patterns such as <c>net.*</c>, and sections such as <c>section:thermal</c>.</summary>
    public required IReadOnlyList<string?> Graphs { get; init; }

    /// <summary>What visitors read on top; its name when absent.</summary>
    public string? Title { get; init; }

    /// <summary>A note for the operator.</summary>
    public string? Note { get; init; }

    /// <summary>The time that its graphs show: <c>6h</c>, <c>day</c>, <c>week</c>, <c>month</c>, <c>year</c>; all but the first when absent.</summary>
    public IReadOnlyList<string?>? Ranges { get; init; }

    /// <summary>The last day, as 2026-06-30; no end when absent.</summary>
    public string? Until { get; init; }

    /// <summary>The visitor's name; a link when absent.</summary>
    public string? User { get; init; }

    /// <summary>The visitor's password; one is made up when absent.</summary>
    public string? Password { get; init; }

    /// <summary>Origins that may show it in a frame.</summary>
    public IReadOnlyList<string?>? Frames { get; init; }

    /// <summary>The same as from the page.</summary>
    public ShareDraft ToDraft() => new(
        Name ?? "", Title?.Trim() ?? "", Note?.Trim() ?? "", ShareScope.Of(string.Join(' ', Graphs ?? [])), [.. (Ranges ?? []).OfType<string>()], Until ?? "", User,
        [.. (Frames ?? []).OfType<string>()]);
}
