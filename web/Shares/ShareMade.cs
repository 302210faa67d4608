using System.Collections.Immutable;

namespace Metrics.Web.Shares;

/// <summary>What became of the wish for a share.</summary>
/// <param name="Share">The share; null when there is none.</param>
/// <param name="Password">The visitor's password, which is not kept; null for a link.</param>
/// <param name="Faults">Why there is none, as sentences.</param>
/// <param name="IsTaken">Whether the name is in use, or the place for shares is.</param>
internal sealed record ShareMade(Share? Share, string? Password, ImmutableArray<string> Faults, bool IsTaken = false)
{
    /// <summary>What its scope names that no graph matches now.</summary>
    public ImmutableArray<string> Unmatched { get; init; } = [];
}
