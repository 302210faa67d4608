using System.Collections.Immutable;

namespace Metrics.Grapher.Language.Rpn;

/// <summary>An operator on several values of each row.</summary>
internal sealed record SetNode(SetOperator Operator, ImmutableArray<int> Items, int Percent) : RpnNode
{
    public override ImmutableArray<int> Operands => Percent < 0 ? Items : Items.Add(Percent);
}
