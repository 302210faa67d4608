using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct Greater : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Mask.Truth(Vector.GreaterThan(a, b), a, b);
}
