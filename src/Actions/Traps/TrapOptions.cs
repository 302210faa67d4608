using System.Collections.Immutable;

namespace Metrics.Actions.Traps;

/// <summary>Ports that nobody should ask for. Section <c>[traps]</c>.</summary>
public sealed class TrapOptions
{
    /// <summary>Ports that can be listened at.</summary>
    public const int Most = 100;

    /// <summary>TCP ports that are listened at.</summary>
    public ImmutableArray<int> Ports { get; set; } = [];
}
