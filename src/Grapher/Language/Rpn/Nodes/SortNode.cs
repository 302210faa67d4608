using System.Collections.Immutable;

namespace Metrics.Grapher.Language.Rpn;

/// <summary>The items of each row in order, unknown ones first: as many values a row as there are items.</summary>
internal sealed record SortNode(ImmutableArray<int> Items) : RpnNode
{
    public override ImmutableArray<int> Operands => Items;
}
