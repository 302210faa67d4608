using System.Buffers.Binary;

namespace Metrics.RrdStore.Format.Codec;

/// <summary>Reads what <see cref="BitWriter"/> wrote. Beyond the end are zeros, so that a hot loop has no check in it:
/// <see cref="Finish"/> tells whether the end was passed.</summary>
/// <param name="source">The bytes.</param>
internal ref struct BitReader(ReadOnlySpan<byte> source)
{
    /// <summary>Bits that <see cref="Peek"/> shows at least.</summary>
    public const int PeekBits = 57;

    private readonly ReadOnlySpan<byte> source = source;
    private int bitPosition;

    /// <summary>The next bits, lowest first, <see cref="PeekBits"/> of them or more; zeros above.</summary>
    public readonly ulong Peek()
    {
        var at = bitPosition >> 3;
        return at <= source.Length - sizeof(ulong)
            ? BinaryPrimitives.ReadUInt64LittleEndian(source[at..]) >> (bitPosition & 7)
            : PeekNearTheEnd(at);
    }

    public void Skip(int bits) => bitPosition += bits;

    /// <param name="bits">How many, from 0 to 64.</param>
    public ulong Read(int bits)
    {
        if (bits <= PeekBits)
        {
            var value = Peek() & ((1UL << bits) - 1);
            bitPosition += bits;
            return value;
        }
        var low = Read(32);
        return low | (Read(bits - 32) << 32);
    }

    /// <returns>Bytes read in all, the last one counted whole.</returns>
    /// <exception cref="InvalidDataException">More was read than there was.</exception>
    public readonly int Finish()
    {
        var bytes = (bitPosition + 7) >> 3;
        return bytes <= source.Length
            ? bytes
            : throw new InvalidDataException($"A block's bits end after {source.Length} bytes where {bytes} are needed.");
    }

    private readonly ulong PeekNearTheEnd(int at)
    {
        ulong word = 0;
        for (var i = at; i < source.Length; i++)
            word |= (ulong)source[i] << (8 * (i - at));
        return word >> (bitPosition & 7);
    }
}
