using System.Numerics;
using System.Runtime.InteropServices;

namespace Metrics.RrdStore.Format.Codec;

/// <summary>Integers as the lowest of them, the greatest common divisor of the distances to it, and, in units of that, their
/// distances to a prediction. All arithmetic is modulo 2^64.</summary>
internal static class IntegerColumn
{
    // Integers that tell the greatest common divisor of all.
    private const int GuessSize = 6;

    /// <summary>Bytes that <see cref="Write"/> takes at most: lowest, divisor, predictor, first, stream.</summary>
    public static int MaximumLength(int count) => 10 + 10 + 1 + 10 + NumberStream.MaximumLength(count);

    /// <param name="writer">Where the bytes go.</param>
    /// <param name="integers">At least one. Overwritten.</param>
    /// <param name="scratch">Has memory for as many.</param>
    public static void Write(ref ByteWriter writer, Span<long> integers, in EncoderScratch scratch)
    {
        var lowest = Lowest(integers);
        writer.WriteSigned(lowest);

        var offsets = MemoryMarshal.Cast<long, ulong>(integers);
        Subtract(offsets, (ulong)lowest);
        var unit = GreatestCommonDivisor(offsets[..Math.Min(GuessSize, offsets.Length)]);
        if (unit == 0 || (unit > 1 && !TryDivide(offsets, unit)))
        {
            unit = GreatestCommonDivisor(offsets);
            if (unit > 1)
                Divide(offsets, unit);
        }
        writer.WriteUnsigned(unit);
        if (unit == 0)
            return;

        if (scratch.IsBrief)
            WriteBrief(ref writer, offsets, scratch.Distances);
        else
            WriteShortest(ref writer, offsets, scratch.Distances);
    }

    private static void WriteShortest(ref ByteWriter writer, ReadOnlySpan<ulong> offsets, Span<ulong> scratch)
    {
        var predictor = Prediction.Choose(offsets);
        writer.WriteByte((byte)predictor);
        if (predictor == Predictor.None)
        {
            NumberStream.Write(ref writer, offsets, NumberSizes.Of(offsets), isBrief: false);
            return;
        }
        var distances = scratch[..(offsets.Length - 1)];
        Prediction.Forward(predictor, offsets, distances);
        writer.WriteUnsigned(offsets[0]);
        NumberStream.Write(ref writer, distances, NumberSizes.Of(distances), isBrief: false);
    }

    // Most series are either about a level or near to what they were, and their distances are looked at once for both the choice and the coding.
    private static void WriteBrief(ref ByteWriter writer, ReadOnlySpan<ulong> offsets, Span<ulong> scratch)
    {
        var distances = scratch[..(offsets.Length - 1)];
        Prediction.Forward(Predictor.Last, offsets, distances);
        var (plain, last) = (NumberSizes.Of(offsets), NumberSizes.Of(distances));
        if (Math.Min(plain.Packed, plain.Rice) <= Math.Min(last.Packed, last.Rice))
        {
            writer.WriteByte((byte)Predictor.None);
            NumberStream.Write(ref writer, offsets, plain, isBrief: true);
            return;
        }
        writer.WriteByte((byte)Predictor.Last);
        writer.WriteUnsigned(offsets[0]);
        NumberStream.Write(ref writer, distances, last, isBrief: true);
    }

    /// <param name="reader">Where the bytes come from.</param>
    /// <param name="integers">At least one place.</param>
    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Write"/> makes.</exception>
    public static void Read(ref ByteReader reader, Span<long> integers)
    {
        var lowest = reader.ReadSigned();
        var unit = reader.ReadUnsigned();
        if (unit == 0)
        {
            integers.Fill(lowest);
            return;
        }

        var offsets = MemoryMarshal.Cast<long, ulong>(integers);
        var predictor = (Predictor)reader.ReadByte();
        if (predictor > Predictor.Slope)
            throw new InvalidDataException($"A block has predictor {(int)predictor}; the highest known is {(int)Predictor.Slope}.");
        if (predictor == Predictor.None)
        {
            NumberStream.Read(ref reader, offsets);
        }
        else
        {
            offsets[0] = reader.ReadUnsigned();
            NumberStream.Read(ref reader, offsets[1..]);
            Prediction.Back(predictor, offsets);
        }
        foreach (ref var offset in offsets)
            offset = (ulong)lowest + offset * unit;
    }

    private static long Lowest(ReadOnlySpan<long> integers)
    {
        var lowest = integers[0];
        var at = 0;
        if (integers.Length >= Vector<long>.Count)
        {
            var lowests = new Vector<long>(integers);
            for (at = Vector<long>.Count; at <= integers.Length - Vector<long>.Count; at += Vector<long>.Count)
                lowests = Vector.Min(lowests, new Vector<long>(integers[at..]));
            for (var i = 0; i < Vector<long>.Count; i++)
                lowest = Math.Min(lowest, lowests[i]);
        }
        foreach (var integer in integers[at..])
            lowest = Math.Min(lowest, integer);
        return lowest;
    }

    private static void Subtract(Span<ulong> integers, ulong lowest)
    {
        var at = 0;
        for (; at <= integers.Length - Vector<ulong>.Count; at += Vector<ulong>.Count)
            (new Vector<ulong>(integers[at..]) - new Vector<ulong>(lowest)).CopyTo(integers[at..]);
        foreach (ref var integer in integers[at..])
            integer -= lowest;
    }

    private static ulong GreatestCommonDivisor(ReadOnlySpan<ulong> offsets)
    {
        ulong divisor = 0;
        foreach (var offset in offsets)
        {
            if (offset == 0)
                continue;
            var (a, b) = (offset, divisor);
            while (b != 0)
                (a, b) = (b, a % b);
            divisor = a;
            // Most rows get here after a few numbers, so that the divisions are not what the encoder costs.
            if (divisor == 1)
                return 1;
        }
        return divisor;
    }

    // What divides the first of them divides the others too most times, and a division of many doubles at once is faster than one of an integer.
    private static bool TryDivide(Span<ulong> offsets, ulong unit)
    {
        ulong all = unit;
        foreach (var offset in offsets)
            all |= offset;
        if (all >= 1UL << 51)
            return false;

        // An integer below 2^52 in the low bits of this is the double of both together.
        const double magic = 1L << 52;
        var width = Vector<ulong>.Count;
        var (magics, divisors) = (new Vector<double>(magic), new Vector<double>(unit));
        var magicBits = Vector.AsVectorUInt64(magics);
        var end = offsets.Length - offsets.Length % width;
        for (var at = 0; at < end; at += width)
        {
            var offset = Vector.AsVectorDouble(new Vector<ulong>(offsets[at..]) | magicBits) - magics;
            var quotient = offset / divisors + magics - magics;
            if (quotient * divisors != offset)
                return false;
        }
        foreach (var offset in offsets[end..])
            if (offset % unit != 0)
                return false;

        for (var at = 0; at < end; at += width)
        {
            var offset = Vector.AsVectorDouble(new Vector<ulong>(offsets[at..]) | magicBits) - magics;
            (Vector.AsVectorUInt64(offset / divisors + magics) ^ magicBits).CopyTo(offsets[at..]);
        }
        Divide(offsets[end..], unit);
        return true;
    }

    private static void Divide(Span<ulong> offsets, ulong unit)
    {
        foreach (ref var offset in offsets)
            offset /= unit;
    }
}
