using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct Divide : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => a / b;
}
