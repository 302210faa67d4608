using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct Ceiling : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Vector.Ceiling(a);
}
