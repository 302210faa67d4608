using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct Choose : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) =>
        Vector.ConditionalSelect(Mask.IsKnown(a) & ~Vector.Equals(a, Vector<double>.Zero), b, c);
}
