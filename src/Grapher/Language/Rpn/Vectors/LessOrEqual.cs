using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct LessOrEqual : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Mask.Truth(Vector.LessThanOrEqual(a, b), a, b);
}
