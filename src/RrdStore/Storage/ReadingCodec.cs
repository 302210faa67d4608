using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Metrics.RrdStore.Storage;

/// <summary>Readings as bytes of a log record: a tag, what differs from the reading before, and the bytes of the value that are not
/// zero. About 6 bytes a reading.</summary>
internal static class ReadingCodec
{
    /// <summary>Bytes a reading takes at most.</summary>
    public const int MaximumSize = 1 + 5 + 10 + 8;

    private const byte KindMask = 3;
    private const byte SameTime = 4;
    private const byte NextSeries = 8;

    /// <summary>Writes a reading.</summary>
    /// <param name="destination">At least <see cref="MaximumSize"/> bytes.</param>
    /// <param name="series">Its series.</param>
    /// <param name="microseconds">Its time.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="bits">Its 64 bits.</param>
    /// <param name="previousSeries">Series of the reading before in the record, -1 for the first.</param>
    /// <param name="previousMicroseconds">Its time, 0 for the first.</param>
    /// <returns>Bytes written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(
        ref byte destination, int series, long microseconds, ReadingKind kind, long bits, int previousSeries, long previousMicroseconds)
    {
        // Doubles of few digits end in zeros, counts begin with them.
        var value = (ulong)bits;
        int length;
        if (kind == ReadingKind.Number)
        {
            length = 8 - BitOperations.TrailingZeroCount(value | 1UL << 63) / 8;
            value >>= 64 - length * 8;
            if (bits == 0)
                length = 0;
        }
        else
        {
            length = (71 - BitOperations.LeadingZeroCount(value)) / 8;
        }

        var tag = (int)kind | length << 4;
        var at = 1;
        if (series == previousSeries + 1)
            tag |= NextSeries;
        else
            at += WriteVarint(ref Unsafe.Add(ref destination, at), ZigZag(series - (long)previousSeries));
        if (microseconds == previousMicroseconds)
            tag |= SameTime;
        else
            at += WriteVarint(ref Unsafe.Add(ref destination, at), ZigZag(microseconds - previousMicroseconds));
        destination = (byte)tag;
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, at), BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));
        return at + length;
    }

    /// <summary>Reads a reading and goes on to the next.</summary>
    /// <param name="source">The rest of the record.</param>
    /// <param name="series">Series of the reading before; becomes that of this one.</param>
    /// <param name="microseconds">Time of the reading before; becomes that of this one.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="bits">Its 64 bits.</param>
    /// <exception cref="InvalidDataException">The bytes are no reading.</exception>
    public static void Read(ref ByteSource source, ref int series, ref long microseconds, out ReadingKind kind, out long bits)
    {
        var tag = source.Byte();
        kind = (ReadingKind)(tag & KindMask);
        series = (tag & NextSeries) != 0 ? series + 1 : (int)(series + UnZigZag(source.Varint()));
        if ((tag & SameTime) == 0)
            microseconds += UnZigZag(source.Varint());
        var length = tag >> 4;
        if (length > 8)
            throw new InvalidDataException("A reading of the log has more than 64 bits.");
        var value = 0UL;
        source.Bytes(length).CopyTo(MemoryMarshal.AsBytes(new Span<ulong>(ref value)));
        if (!BitConverter.IsLittleEndian)
            value = BinaryPrimitives.ReverseEndianness(value);
        bits = (long)(kind == ReadingKind.Number && length > 0 ? value << 64 - length * 8 : value);
    }

    private static int WriteVarint(ref byte destination, ulong value)
    {
        var i = 0;
        for (; value >= 0x80; value >>= 7)
            Unsafe.Add(ref destination, i++) = (byte)(value | 0x80);
        Unsafe.Add(ref destination, i++) = (byte)value;
        return i;
    }

    private static ulong ZigZag(long value) => (ulong)(value << 1 ^ value >> 63);

    private static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
