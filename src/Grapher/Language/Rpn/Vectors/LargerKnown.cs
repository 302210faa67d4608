using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct LargerKnown : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Mask.Known(a, b, Larger.Of(a, b, c));
}
