using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct Larger : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) =>
        Vector.ConditionalSelect(Vector.GreaterThan(b, a) | ~Mask.IsKnown(b), b, a);
}
