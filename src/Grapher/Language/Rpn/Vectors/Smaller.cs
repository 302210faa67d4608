using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct Smaller : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) =>
        Vector.ConditionalSelect(Vector.LessThan(b, a) | ~Mask.IsKnown(b), b, a);
}
