using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct Less : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Mask.Truth(Vector.LessThan(a, b), a, b);
}
