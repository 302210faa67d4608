using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

/// <summary>What vector operators share: NaN is the one value that does not equal itself.</summary>
internal static class Mask
{
    public static Vector<double> Unknown => new(double.NaN);

    public static Vector<long> IsKnown(Vector<double> a) => Vector.Equals(a, a);

    /// <summary>The result where both are known, else the operand that is known, else unknown.</summary>
    public static Vector<double> Known(Vector<double> a, Vector<double> b, Vector<double> both) =>
        Vector.ConditionalSelect(IsKnown(a), Vector.ConditionalSelect(IsKnown(b), both, a), b);

    /// <summary>1 or 0 where both are known, else unknown.</summary>
    public static Vector<double> Truth(Vector<long> holds, Vector<double> a, Vector<double> b) =>
        Vector.ConditionalSelect(IsKnown(a) & IsKnown(b), Vector.ConditionalSelect(holds, Vector<double>.One, Vector<double>.Zero),
            Unknown);
}
