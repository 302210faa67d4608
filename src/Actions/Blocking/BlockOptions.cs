using System.Collections.Immutable;

namespace Metrics.Actions.Blocking;

/// <summary>Who is blocked.</summary>
public sealed class BlockOptions
{
    /// <summary>The rules; of two that name a detector the first holds.</summary>
    public ImmutableArray<BlockRule> Rules { get; init; } = [];
}
