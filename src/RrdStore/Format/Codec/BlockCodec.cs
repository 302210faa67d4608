using System.Runtime.CompilerServices;

namespace Metrics.RrdStore.Format.Codec;

/// <summary>A block: consecutive rows of one series, compressed without loss. docs/format.md, "Blocks", names every byte.</summary>
/// <remarks>Every double comes back with the same bits: signed zero, infinities and denormals too. Unknown is the one exception: a NaN of
/// any sign and payload comes back as <see cref="double.NaN"/>. Nothing is kept between calls; all of it may run on many threads.</remarks>
internal static class BlockCodec
{
    /// <summary>Values a block has at most.</summary>
    public const int MaximumCount = 4096;

    // Integers over a divisor that need more than so many bytes a value may be longer than the bits of the doubles.
    private const int DoubtfulBytes = 4;

    /// <summary>Bytes that a block takes at most.</summary>
    /// <param name="count">Its values, 0 to <see cref="MaximumCount"/>.</param>
    public static int MaximumLength(int count) =>
        count == 0 ? 0 : 1 + ValidityMap.MaximumLength(count) + BitsColumn.MaximumLength(count);

    /// <summary>Compresses a block.</summary>
    /// <param name="values">Up to <see cref="MaximumCount"/>, oldest first. The reader must be told how many they are.</param>
    /// <param name="destination">At least <see cref="MaximumLength"/> bytes. What is beyond the block afterwards means nothing.</param>
    /// <param name="stepsPerRow">Primary data points that each value may be the mean of: those of a row of an AVERAGE archive, else 1.
    /// It is a hint: a wrong one costs bytes, not values.</param>
    /// <param name="isBrief">Whether the block is soon made part of a longer one. It takes half the time, and a tenth more bytes.</param>
    /// <returns>Bytes written; 0 for no values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Too many values, too small a destination, or fewer than one step.</exception>
    public static int Encode(ReadOnlySpan<double> values, Span<byte> destination, int stepsPerRow = 1, bool isBrief = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values.Length, MaximumCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, MaximumLength(values.Length));
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsPerRow, 1);
        if (values.IsEmpty)
            return 0;

        using var scratch = new EncoderScratch(values.Length, isBrief);
        var known = values;
        var parts = BlockParts.None;
        var writer = new ByteWriter(destination[1..]);
        if (!ValidityMap.AreAllKnown(values))
        {
            known = scratch.Known[..ValidityMap.Compact(values, scratch.Known)];
            parts |= BlockParts.Gaps;
            ValidityMap.Write(ref writer, values);
        }
        if (!known.IsEmpty)
            parts |= WriteShortest(ref writer, known, stepsPerRow, scratch);
        destination[0] = (byte)parts;
        return 1 + writer.Position;
    }

    /// <summary>Gives the values of a block back.</summary>
    /// <param name="source">The block; what follows it is not looked at.</param>
    /// <param name="values">As many places as values were encoded. After an exception their content means nothing.</param>
    /// <returns>Bytes the block has.</returns>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="MaximumCount"/> values.</exception>
    /// <exception cref="InvalidDataException">The bytes are no block of so many values.</exception>
    [SkipLocalsInit]
    public static int Decode(ReadOnlySpan<byte> source, Span<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values.Length, MaximumCount);
        if (values.IsEmpty)
            return 0;

        var reader = new ByteReader(source);
        var parts = (BlockParts)reader.ReadByte();
        if ((parts & ~BlockParts.All) != 0)
            throw new InvalidDataException($"A block starts with 0x{(byte)parts:x2}, of which bits are set that are not known.");
        if ((parts & BlockParts.Gaps) == 0)
        {
            ReadKnown(ref reader, parts, values);
            return reader.Position;
        }

        Span<bool> map = stackalloc bool[values.Length];
        var count = ValidityMap.Read(ref reader, map);
        if (count > 0)
            ReadKnown(ref reader, parts, values[..count]);
        ValidityMap.Spread(values, map, count);
        return reader.Position;
    }

    private static BlockParts WriteShortest(ref ByteWriter writer, ReadOnlySpan<double> known, int stepsPerRow, EncoderScratch scratch)
    {
        var scaled = new ByteWriter(scratch.Scaled);
        var fits = ScaledColumn.TryWrite(ref scaled, known, stepsPerRow, scratch, out var parts);
        if (fits && scaled.Position <= known.Length * DoubtfulBytes)
        {
            writer.Write(scratch.Scaled[..scaled.Position]);
            return parts;
        }

        var bits = new ByteWriter(writer.Rest);
        BitsColumn.Write(ref bits, known, scratch);
        if (fits && scaled.Position <= bits.Position)
        {
            writer.Write(scratch.Scaled[..scaled.Position]);
            return parts;
        }
        writer.Advance(bits.Position);
        return BlockParts.Bits;
    }

    private static void ReadKnown(ref ByteReader reader, BlockParts parts, Span<double> values)
    {
        if ((parts & BlockParts.Bits) != 0)
            BitsColumn.Read(ref reader, values);
        else
            ScaledColumn.Read(ref reader, parts, values);
    }
}
