using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

// What each operator makes of unknown operands is rrd_rpncalc.c's: an unknown operand gives unknown, except in the NAN family,
// where the known one counts, and in IF, which takes an unknown condition as false.
internal readonly struct Add : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => a + b;
}

internal readonly struct Subtract : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => a - b;
}

internal readonly struct Multiply : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => a * b;
}

internal readonly struct Divide : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => a / b;
}

internal readonly struct AddKnown : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Mask.Known(a, b, a + b);
}

internal readonly struct Absolute : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Vector.Abs(a);
}

internal readonly struct SquareRoot : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Vector.SquareRoot(a);
}

internal readonly struct Floor : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Vector.Floor(a);
}

internal readonly struct Ceiling : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Vector.Ceiling(a);
}

// rrdtool's own constants, cut off after ten digits; a picture must not change when it moves here.
internal readonly struct ToDegrees : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => a * new Vector<double>(57.29577951);
}

internal readonly struct ToRadians : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => a * new Vector<double>(0.0174532952);
}

internal readonly struct Less : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Mask.Truth(Vector.LessThan(a, b), a, b);
}

internal readonly struct LessOrEqual : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Mask.Truth(Vector.LessThanOrEqual(a, b), a, b);
}

internal readonly struct Greater : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Mask.Truth(Vector.GreaterThan(a, b), a, b);
}

internal readonly struct GreaterOrEqual : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Mask.Truth(Vector.GreaterThanOrEqual(a, b), a, b);
}

internal readonly struct Equal : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Mask.Truth(Vector.Equals(a, b), a, b);
}

internal readonly struct NotEqual : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Mask.Truth(~Vector.Equals(a, b), a, b);
}

internal readonly struct Unknown : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) =>
        Vector.ConditionalSelect(Mask.IsKnown(a), Vector<double>.Zero, Vector<double>.One);
}

internal readonly struct Infinite : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) =>
        Vector.ConditionalSelect(Vector.Equals(Vector.Abs(a), new Vector<double>(double.PositiveInfinity)), Vector<double>.One, Vector<double>.Zero);
}

internal readonly struct Choose : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) =>
        Vector.ConditionalSelect(Mask.IsKnown(a) & ~Vector.Equals(a, Vector<double>.Zero), b, c);
}

internal readonly struct Limit : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) =>
        Vector.ConditionalSelect(Vector.GreaterThanOrEqual(a, b) & Vector.LessThanOrEqual(a, c), a, Mask.Unknown);
}

internal readonly struct Smaller : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) =>
        Vector.ConditionalSelect(Vector.LessThan(b, a) | ~Mask.IsKnown(b), b, a);
}

internal readonly struct Larger : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) =>
        Vector.ConditionalSelect(Vector.GreaterThan(b, a) | ~Mask.IsKnown(b), b, a);
}

internal readonly struct SmallerKnown : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Mask.Known(a, b, Smaller.Of(a, b, c));
}

internal readonly struct LargerKnown : IVectorOperator
{
    public static Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c) => Mask.Known(a, b, Larger.Of(a, b, c));
}

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
        Vector.ConditionalSelect(IsKnown(a) & IsKnown(b), Vector.ConditionalSelect(holds, Vector<double>.One, Vector<double>.Zero), Unknown);
}
