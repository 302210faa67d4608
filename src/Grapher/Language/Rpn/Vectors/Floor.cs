using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct Floor : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Vector.Floor(a);
}
