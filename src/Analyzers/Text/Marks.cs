using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Metrics.Analyzers.Text;

/// <summary>The places of a byte in a line: 64 bytes are compared at once, and what was found in them is walked through as bits, from the left or from the right.</summary>
/// <param name="line">The line; any bytes.</param>
/// <param name="mark">The byte.</param>
internal ref struct Marks(ReadOnlySpan<byte> line, byte mark)
{
    /// <summary>Bytes that are compared at once.</summary>
    private const int Block = 64;

    private readonly ReadOnlySpan<byte> line = line;

    // Bit i is of the byte at begin + i. Before the first search it is of none.
    private ulong bits;
    private int begin = -Block;

    /// <summary>The first place from one on; negative where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int from)
    {
        while (true)
        {
            var at = from - begin;
            if ((uint)at < Block)
            {
                var right = bits >> at;
                if (right != 0)
                    return from + BitOperations.TrailingZeroCount(right);
                from = begin + Block;
            }
            if (from >= line.Length)
                return -1;
            begin = Math.Max(0, Math.Min(from, line.Length - Block));
            bits = Compare(line[begin..], mark);
        }
    }

    /// <summary>The last place before one; negative where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Last(int before)
    {
        while (true)
        {
            var at = before - 1 - begin;
            if ((uint)at < Block)
            {
                var left = bits << (Block - 1 - at);
                if (left != 0)
                    return before - 1 - BitOperations.LeadingZeroCount(left);
                before = begin;
            }
            if (before <= 0)
                return -1;
            begin = Math.Max(0, before - Block);
            bits = Compare(line[begin..], mark);
        }
    }

    // A bit for each of the first 64 bytes that is the mark.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Compare(ReadOnlySpan<byte> text, byte mark) =>
        text.Length < Block ? CompareFew(text, mark) : Vector512.Equals(Vector512.Create(text), Vector512.Create(mark)).ExtractMostSignificantBits();

    // Of less than 64 bytes the first and the last are compared, and what lies in both is found twice.
    private static ulong CompareFew(ReadOnlySpan<byte> text, byte mark)
    {
        var length = text.Length;
        if (length >= 32)
        {
            var sought = Vector256.Create(mark);
            return Vector256.Equals(Vector256.Create(text), sought).ExtractMostSignificantBits()
                | ((ulong)Vector256.Equals(Vector256.Create(text[^32..]), sought).ExtractMostSignificantBits() << (length - 32));
        }
        if (length >= 16)
        {
            var sought = Vector128.Create(mark);
            return Vector128.Equals(Vector128.Create(text), sought).ExtractMostSignificantBits()
                | ((ulong)Vector128.Equals(Vector128.Create(text[^16..]), sought).ExtractMostSignificantBits() << (length - 16));
        }
        if (length >= 8)
        {
            var ends = Vector128.Create(BinaryPrimitives.ReadUInt64LittleEndian(text), BinaryPrimitives.ReadUInt64LittleEndian(text[^8..])).AsByte();
            var hits = (ulong)Vector128.Equals(ends, Vector128.Create(mark)).ExtractMostSignificantBits();
            return (hits & 0xFF) | (hits >> 8 << (length - 8));
        }
        var bits = 0UL;
        for (var i = 0; i < length; i++)
            bits |= (text[i] == mark ? 1UL : 0) << i;
        return bits;
    }
}
