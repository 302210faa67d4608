using System.Runtime.InteropServices;

namespace Metrics.RrdStore.Format.Codec;

/// <summary>Integers as the lowest of them, the greatest common divisor of the distances to it, and, in units of that, their
/// distances to a prediction. All arithmetic is modulo 2^64.</summary>
internal static class IntegerColumn
{
    /// <summary>Bytes that <see cref="Write"/> takes at most: lowest, divisor, predictor, first, stream.</summary>
    public static int MaximumLength(int count) => 10 + 10 + 1 + 10 + NumberStream.MaximumLength(count);

    /// <param name="writer">Where the bytes go.</param>
    /// <param name="integers">At least one. Overwritten.</param>
    /// <param name="scratch">As many.</param>
    public static void Write(ref ByteWriter writer, Span<long> integers, Span<ulong> scratch)
    {
        var lowest = integers[0];
        foreach (var integer in integers)
            lowest = Math.Min(lowest, integer);
        writer.WriteSigned(lowest);

        var offsets = MemoryMarshal.Cast<long, ulong>(integers);
        foreach (ref var offset in offsets)
            offset -= (ulong)lowest;
        var unit = GreatestCommonDivisor(offsets);
        writer.WriteUnsigned(unit);
        if (unit == 0)
            return;
        if (unit > 1)
            Divide(offsets, unit);

        var predictor = Prediction.Choose(offsets);
        writer.WriteByte((byte)predictor);
        if (predictor == Predictor.None)
        {
            NumberStream.Write(ref writer, offsets);
            return;
        }
        var distances = scratch[..(offsets.Length - 1)];
        Prediction.Forward(predictor, offsets, distances);
        writer.WriteUnsigned(offsets[0]);
        NumberStream.Write(ref writer, distances);
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

    private static void Divide(Span<ulong> offsets, ulong unit)
    {
        foreach (ref var offset in offsets)
            offset /= unit;
    }
}
