using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct Infinite : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) =>
        Vector.ConditionalSelect(Vector.Equals(Vector.Abs(a), new Vector<double>(double.PositiveInfinity)), Vector<double>.One,
            Vector<double>.Zero);
}
