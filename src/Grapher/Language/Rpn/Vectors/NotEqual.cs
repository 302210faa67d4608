using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct NotEqual : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Mask.Truth(~Vector.Equals(a, b), a, b);
}
