using System.Collections.Immutable;

namespace Metrics.Grapher.Language.Rpn;

/// <summary>TREND and TRENDNAN: the mean of a time up to each row.</summary>
internal sealed record TrendNode(int Series, int Seconds, bool SkipUnknown) : RpnNode
{
    public override ImmutableArray<int> Operands => [Series, Seconds];
}
