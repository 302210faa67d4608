using System.Collections.Immutable;
using Metrics.Grapher;

namespace Metrics.Web.Shares;

/// <summary>A folder of graphs that somebody without a user may see.</summary>
/// <param name="Id">Its number; never given to another one.</param>
/// <param name="Name">Its name, also in the address of one with user and password.</param>
/// <param name="Link">What the token of its link carries; null when it is opened with user and password.</param>
/// <param name="Title">What visitors read on top.</param>
/// <param name="Note">What the operator wrote to remember it by; visitors never see it.</param>
/// <param name="Scope">The graphs.</param>
/// <param name="Ranges">The time that they show.</param>
/// <param name="User">The visitor's name; null for a link.</param>
/// <param name="Password">Hash of the visitor's password; null for a link.</param>
/// <param name="Frames">Origins that may show it in a frame.</param>
/// <param name="Until">When it ends by itself; null: never.</param>
/// <param name="Created">When it was made.</param>
/// <param name="CreatedBy">Who made it; empty when nobody had to sign in for it.</param>
/// <param name="Revoked">When it was revoked; null: it was not.</param>
/// <param name="Uses">Pages and pictures that were shown.</param>
/// <param name="LastUse">When the last of them was.</param>
public sealed record Share(
    long Id, string Name, string? Link, string Title, string Note, ShareScope Scope, ImmutableArray<GraphRange> Ranges, string? User, string? Password,
    ImmutableArray<string> Frames, DateTimeOffset? Until, DateTimeOffset Created, string CreatedBy, DateTimeOffset? Revoked, long Uses, DateTimeOffset? LastUse)
{
    /// <summary>Below this are shares with user and password, by their names.</summary>
    public const string NamedTrees = "share";

    /// <summary>Below this are those of links, by their tokens.</summary>
    public const string LinkTrees = "s";

    /// <summary>Whether it is revoked or has come to its end.</summary>
    public bool IsOver(DateTimeOffset now) => Revoked is not null || Until <= now;

    /// <summary>Where it is, below our root.</summary>
    public string Path(ShareLinks links) => Link is null ? $"{NamedTrees}/{Name}/" : $"{LinkTrees}/{links.TokenOf(Link)}/";
}
