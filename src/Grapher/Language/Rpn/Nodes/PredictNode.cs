using System.Collections.Immutable;

namespace Metrics.Grapher.Language.Rpn;

/// <summary>PREDICT, PREDICTSIGMA and PREDICTPERC: what a series did around the same time of earlier periods.</summary>
/// <param name="Series">The series.</param>
/// <param name="Seconds">Length of the windows.</param>
/// <param name="Shifts">How far back each window is; one that stands for its multiples when <paramref name="Multiples"/> is not 0.</param>
/// <param name="Multiples">0, or how many multiples of the one shift: 0, 1, 2 … times.</param>
/// <param name="Kind">What is made of the windows.</param>
/// <param name="Percent">The operand of PREDICTPERC, else -1.</param>
internal sealed record PredictNode(int Series, int Seconds, ImmutableArray<int> Shifts, int Multiples, Prediction Kind, int Percent)
    : RpnNode
{
    public override ImmutableArray<int> Operands => Percent < 0 ? [Series, Seconds, .. Shifts] : [Series, Seconds, .. Shifts, Percent];
}
