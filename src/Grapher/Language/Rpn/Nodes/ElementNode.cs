using System.Collections.Immutable;

namespace Metrics.Grapher.Language.Rpn;

/// <summary>An operator on each row.</summary>
internal sealed record ElementNode(ElementOperator Operator, int A, int B = -1, int C = -1) : RpnNode
{
    public override ImmutableArray<int> Operands => Operator.Operands switch { 1 => [A], 2 => [A, B], _ => [A, B, C] };
}
