using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

internal readonly struct ToRadians : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => a * new Vector<double>(0.0174532952);
}
