using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct Absolute : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Vector.Abs(a);
}
