using System.Collections.Immutable;

namespace Metrics.Grapher.Language.Rpn;

/// <summary>The value at a place of a sorted row.</summary>
internal sealed record PickNode(int Sort, int Place) : RpnNode
{
    public override ImmutableArray<int> Operands => [Sort];
}
