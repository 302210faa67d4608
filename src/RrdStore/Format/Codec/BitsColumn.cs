using System.Runtime.InteropServices;

namespace Metrics.RrdStore.Format.Codec;

/// <summary>Values as integers that are the bits of the doubles in their order: for measurements with all their digits, and for anything
/// else that no divisor fits.</summary>
internal static class BitsColumn
{
    /// <summary>Bytes that <see cref="Write"/> takes at most.</summary>
    public static int MaximumLength(int count) => IntegerColumn.MaximumLength(count);

    /// <param name="writer">Where the bytes go.</param>
    /// <param name="values">At least one.</param>
    /// <param name="scratch">Memory for as many values.</param>
    public static void Write(ref ByteWriter writer, ReadOnlySpan<double> values, EncoderScratch scratch)
    {
        var integers = scratch.Integers[..values.Length];
        for (var i = 0; i < values.Length; i++)
            integers[i] = Ordered(BitConverter.DoubleToInt64Bits(values[i]));
        IntegerColumn.Write(ref writer, integers, scratch);
    }

    /// <param name="reader">Where the bytes come from.</param>
    /// <param name="values">At least one place.</param>
    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Write"/> makes.</exception>
    public static void Read(ref ByteReader reader, Span<double> values)
    {
        var integers = MemoryMarshal.Cast<double, long>(values);
        IntegerColumn.Read(ref reader, integers);
        foreach (ref var integer in integers)
            integer = Ordered(integer);
    }

    // Turns the magnitude's bits of negative numbers over, so that the integer grows with the double, and -0 is just below 0.
    // It is its own inverse.
    private static long Ordered(long bits) => bits ^ (long)((ulong)(bits >> 63) >> 1);
}
