using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

// rrdtool's own constants, cut off after ten digits; a picture must not change when it moves here.
internal readonly struct ToDegrees : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => a * new Vector<double>(57.29577951);
}
