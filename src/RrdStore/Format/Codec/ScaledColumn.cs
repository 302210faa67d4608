using System.Buffers;
using System.Runtime.InteropServices;

namespace Metrics.RrdStore.Format.Codec;

/// <summary>Values as integers over a divisor; with corrections of some units in the last place where quotients come near only, and with
/// the few values that do not fit at all kept whole.</summary>
internal static class ScaledColumn
{
    // With more misfits than one in so many the bits of the doubles are shorter anyway.
    private const int ValuesPerMisfit = 8;

    private const int MisfitLength = 2 + sizeof(ulong);

    /// <summary>Bytes that <see cref="TryWrite"/> takes at most.</summary>
    public static int MaximumLength(int count) =>
        8 + IntegerColumn.MaximumLength(count) + NumberStream.MaximumLength(count) + 2 + count / ValuesPerMisfit * MisfitLength;

    /// <summary>Writes the values, unless too many do not fit any scale.</summary>
    /// <param name="writer">Where the bytes go.</param>
    /// <param name="values">At least one, none unknown.</param>
    /// <param name="stepsPerRow">Primary data points that each value may be the mean of.</param>
    /// <param name="scratch">Memory for as many values.</param>
    /// <param name="parts">Which of the optional parts were written.</param>
    /// <returns>Whether it was written.</returns>
    public static bool TryWrite(
        ref ByteWriter writer, ReadOnlySpan<double> values, int stepsPerRow, EncoderScratch scratch, out BlockParts parts)
    {
        parts = BlockParts.None;
        if (!ScaleFinder.TryFind(values, stepsPerRow, out var scale))
            return false;
        var integers = scratch.Integers[..values.Length];
        var corrections = scratch.Corrections[..values.Length];
        var misfits = Fit(values, scale, integers, corrections, scratch.Misfits[..(values.Length / ValuesPerMisfit)]);
        if (misfits < 0)
            return false;

        writer.WriteUnsigned(scale.Divisor);
        IntegerColumn.Write(ref writer, integers, scratch.Distances);
        if (corrections.ContainsAnyExcept(0UL))
        {
            parts |= BlockParts.Corrections;
            NumberStream.Write(ref writer, corrections);
        }
        if (misfits > 0)
        {
            parts |= BlockParts.Misfits;
            WriteMisfits(ref writer, values, scratch.Misfits[..misfits]);
        }
        return true;
    }

    /// <param name="reader">Where the bytes come from.</param>
    /// <param name="parts">Which of the optional parts there are.</param>
    /// <param name="values">At least one place.</param>
    /// <exception cref="InvalidDataException">The bytes are not what <see cref="TryWrite"/> makes.</exception>
    public static void Read(ref ByteReader reader, BlockParts parts, Span<double> values)
    {
        var divisor = reader.ReadUnsigned();
        if (divisor is 0 or > Scale.HighestDivisor)
            throw new InvalidDataException($"A block's divisor is {divisor}; it can be 1 to {Scale.HighestDivisor}.");
        var scale = new Scale(divisor);

        var integers = MemoryMarshal.Cast<double, long>(values);
        IntegerColumn.Read(ref reader, integers);
        for (var i = 0; i < values.Length; i++)
            values[i] = scale.ValueOf(integers[i]);
        if (parts.HasFlag(BlockParts.Corrections))
            Correct(ref reader, values);
        if (parts.HasFlag(BlockParts.Misfits))
            ReadMisfits(ref reader, values);
    }

    /// <returns>How many do not fit; -1 when they are more than there is room for.</returns>
    private static int Fit(
        ReadOnlySpan<double> values, Scale scale, Span<long> integers, Span<ulong> corrections, Span<int> misfits)
    {
        var count = 0;
        long last = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (scale.TryFit(values[i], out var integer, out var correction))
            {
                last = integer;
            }
            else
            {
                if (count == misfits.Length)
                    return -1;
                misfits[count++] = i;
                correction = 0;
            }
            // A misfit takes the integer before it, which costs least.
            integers[i] = last;
            corrections[i] = ZigZag.Fold(correction);
        }
        // Misfits at the start have none before them.
        var leading = 0;
        while (leading < count && misfits[leading] == leading)
            leading++;
        if (leading < values.Length)
            integers[..leading].Fill(integers[leading]);
        return count;
    }

    private static void Correct(ref ByteReader reader, Span<double> values)
    {
        var rented = ArrayPool<ulong>.Shared.Rent(values.Length);
        try
        {
            var corrections = rented.AsSpan(0, values.Length);
            NumberStream.Read(ref reader, corrections);
            for (var i = 0; i < values.Length; i++)
                values[i] = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(values[i]) + ZigZag.Unfold(corrections[i]));
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }
    }

    private static void WriteMisfits(ref ByteWriter writer, ReadOnlySpan<double> values, ReadOnlySpan<int> positions)
    {
        writer.WriteUnsigned((ulong)positions.Length);
        var next = 0;
        foreach (var position in positions)
        {
            writer.WriteUnsigned((ulong)(position - next));
            writer.WriteWord(BitConverter.DoubleToUInt64Bits(values[position]));
            next = position + 1;
        }
    }

    private static void ReadMisfits(ref ByteReader reader, Span<double> values)
    {
        var count = reader.ReadUnsigned();
        if (count > (ulong)values.Length)
            throw new InvalidDataException($"A block of {values.Length} known values has {count} beside its divisor.");
        var rest = values;
        for (var i = 0; i < (int)count; i++)
        {
            var skipped = reader.ReadUnsigned();
            if (skipped >= (ulong)rest.Length)
                throw new InvalidDataException($"A block places a value {skipped} further where {rest.Length} are left.");
            rest = rest[(int)skipped..];
            rest[0] = BitConverter.UInt64BitsToDouble(reader.ReadWord());
            rest = rest[1..];
        }
    }
}
