using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct GreaterOrEqual : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) =>
        Mask.Truth(Vector.GreaterThanOrEqual(a, b), a, b);
}
