using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct SmallerKnown : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Mask.Known(a, b, Smaller.Of(a, b, c));
}
