using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct Limit : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) =>
        Vector.ConditionalSelect(Vector.GreaterThanOrEqual(a, b) & Vector.LessThanOrEqual(a, c), a, Mask.Unknown);
}
