using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct SquareRoot : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Vector.SquareRoot(a);
}
