using System.Runtime.InteropServices;

namespace Metrics.RrdStore.Format.Codec;

/// <summary>Values as integers over a divisor. Beside them, only where there are such values: means of fewer primary data points,
/// quotients that come within some units in the last place, and values that do not fit at all, which are kept whole.</summary>
internal static class ScaledColumn
{
    // With more misfits than one in so many the bits of the doubles are shorter anyway.
    private const int ValuesPerMisfit = 8;

    private const int MisfitLength = 2 + sizeof(ulong);

    /// <summary>Bytes that <see cref="TryWrite"/> takes at most: divisor, steps, then each part.</summary>
    public static int MaximumLength(int count) =>
        8 + 3 + 2 * IntegerColumn.MaximumLength(count) + NumberStream.MaximumLength(count) + 2 + count / ValuesPerMisfit * MisfitLength;

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
        if (ScaleFinder.TryGuess(values, out var scale) && scale.TryFitAll(values, scratch.Integers))
        {
            writer.WriteUnsigned(scale.Divisor);
            IntegerColumn.Write(ref writer, scratch.Integers[..values.Length], scratch);
            return true;
        }
        if (!ScaleFinder.TryFind(values, stepsPerRow, out scale) || !TryFit(values, scale, scratch, out var misfits))
            return false;

        var missing = scratch.Missing[..values.Length];
        writer.WriteUnsigned(scale.Divisor);
        if (missing.ContainsAnyExcept(0UL))
        {
            parts |= BlockParts.Means;
            writer.WriteUnsigned(scale.Steps);
            NumberStream.Write(ref writer, missing, NumberSizes.Of(missing), scratch.IsBrief);
        }
        IntegerColumn.Write(ref writer, scratch.Integers[..values.Length], scratch);
        var corrections = scratch.Corrections[..values.Length];
        if (corrections.ContainsAnyExcept(0L))
        {
            parts |= BlockParts.Corrections;
            IntegerColumn.Write(ref writer, corrections, scratch);
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
        var divisor = ReadAtMost(ref reader, Scale.HighestDivisor, "divisor");
        var integers = MemoryMarshal.Cast<double, long>(values);
        if ((parts & BlockParts.Means) == 0)
        {
            IntegerColumn.Read(ref reader, integers);
            var scale = new Scale(divisor, 1);
            for (var i = 0; i < values.Length; i++)
                values[i] = scale.ValueOf(integers[i]);
        }
        else
        {
            ReadMeans(ref reader, divisor, values);
        }
        if ((parts & BlockParts.Corrections) != 0)
            Correct(ref reader, values);
        if ((parts & BlockParts.Misfits) != 0)
            ReadMisfits(ref reader, values);
    }

    private static bool TryFit(ReadOnlySpan<double> values, Scale scale, EncoderScratch scratch, out int misfits)
    {
        var integers = scratch.Integers;
        var missing = scratch.Missing;
        var corrections = scratch.Corrections;
        var (known, last) = (0, 0L);
        misfits = 0;
        for (var i = 0; i < values.Length; i++)
        {
            missing[i] = 0;
            if (scale.TryFit(values[i], out var integer, out corrections[i])
                || scale.TryFitMean(values[i], out integer, out missing[i], out corrections[i]))
            {
                // Misfits at the start have no integer before them and take the first.
                if (known++ == 0)
                    integers[..i].Fill(integer);
                last = integer;
            }
            else
            {
                if (misfits == values.Length / ValuesPerMisfit)
                    return false;
                scratch.Misfits[misfits++] = i;
                (missing[i], corrections[i]) = (0, 0);
            }
            // A misfit takes the integer before it, which costs least.
            integers[i] = last;
        }
        return true;
    }

    private static void ReadMeans(ref ByteReader reader, ulong divisor, Span<double> values)
    {
        var steps = ReadAtMost(ref reader, Scale.HighestSteps, "number of steps");
        if (divisor % steps != 0)
            throw new InvalidDataException($"A block's divisor is {divisor}, which is no multiple of its {steps} steps.");
        var scale = new Scale(divisor / steps, steps);

        using var scratch = new DecoderScratch(values.Length);
        NumberStream.Read(ref reader, scratch.Numbers);
        var integers = MemoryMarshal.Cast<double, long>(values);
        IntegerColumn.Read(ref reader, integers);
        for (var i = 0; i < values.Length; i++)
        {
            var missing = scratch.Numbers[i];
            if (missing >= steps)
                throw new InvalidDataException($"A block has a mean of {steps} steps with {missing} missing.");
            values[i] = missing == 0 ? scale.ValueOf(integers[i]) : scale.MeanOf(integers[i], missing);
        }
    }

    private static void Correct(ref ByteReader reader, Span<double> values)
    {
        using var scratch = new DecoderScratch(values.Length);
        var corrections = MemoryMarshal.Cast<ulong, long>(scratch.Numbers);
        IntegerColumn.Read(ref reader, corrections);
        var bits = MemoryMarshal.Cast<double, long>(values);
        for (var i = 0; i < bits.Length; i++)
            bits[i] += corrections[i];
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
        var count = ReadAtMost(ref reader, (ulong)values.Length, "number of values beside its divisor");
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

    private static ulong ReadAtMost(ref ByteReader reader, ulong most, string what)
    {
        var number = reader.ReadUnsigned();
        return number >= 1 && number <= most
            ? number
            : throw new InvalidDataException($"A block's {what} is {number}; it can be 1 to {most}.");
    }
}
