using System.Buffers.Binary;
using System.Diagnostics;

namespace Metrics.RrdStore.Format.Codec;

/// <summary>Appends bits to a span, the lowest bit of each byte first.</summary>
/// <param name="destination">Where they go. Never written beyond the last byte that has a bit in it.</param>
internal ref struct BitWriter(Span<byte> destination)
{
    /// <summary>Bits that can be written at once.</summary>
    public const int WordBits = 64;

    private readonly Span<byte> destination = destination;
    private ulong pending;
    private int pendingBits;
    private int position;

    /// <summary>Bits written so far.</summary>
    public readonly long Length => position * 8L + pendingBits;

    /// <param name="value">The bits; none may be set from <paramref name="bits"/> upwards.</param>
    /// <param name="bits">How many, from 0 to 64.</param>
    public void Write(ulong value, int bits)
    {
        Debug.Assert(bits is >= 0 and <= WordBits && (bits == WordBits || value >> bits == 0), "Bits beyond the width.");
        pending |= value << pendingBits;
        var free = WordBits - pendingBits;
        if (bits < free)
        {
            pendingBits += bits;
            return;
        }
        BinaryPrimitives.WriteUInt64LittleEndian(destination[position..], pending);
        position += sizeof(ulong);
        pendingBits = bits - free;
        // A shift by 64 is a shift by 0 to the processor.
        pending = pendingBits == 0 ? 0 : value >> free;
    }

    /// <summary>Fills the last byte up with zeros.</summary>
    /// <returns>Bytes written in all.</returns>
    public int Finish()
    {
        for (; pendingBits > 0; pendingBits -= 8)
        {
            destination[position++] = (byte)pending;
            pending >>= 8;
        }
        pendingBits = 0;
        return position;
    }
}
