using System.Buffers.Binary;

namespace Metrics.RrdStore.Format.Codec;

/// <summary>Reads what <see cref="ByteWriter"/> wrote. Every read is checked against the end.</summary>
/// <param name="source">The bytes.</param>
internal ref struct ByteReader(ReadOnlySpan<byte> source)
{
    private const int LongestNumber = 10;

    private readonly ReadOnlySpan<byte> source = source;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>What has not been read yet, for a reader of bits.</summary>
    public readonly ReadOnlySpan<byte> Rest => source[Position..];

    /// <exception cref="InvalidDataException">The source has ended.</exception>
    public byte ReadByte() => Position < source.Length ? source[Position++] : throw Ended();

    /// <exception cref="InvalidDataException">The source has ended, or the number is longer than 64 bits.</exception>
    public ulong ReadUnsigned()
    {
        ulong value = 0;
        for (var i = 0; i < LongestNumber; i++)
        {
            var part = ReadByte();
            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part < 0x80)
                return i < LongestNumber - 1 || part <= 1 ? value : throw TooLong();
        }
        throw TooLong();
    }

    /// <exception cref="InvalidDataException">The source has ended, or the number is longer than 64 bits.</exception>
    public long ReadSigned() => ZigZag.Unfold(ReadUnsigned());

    /// <exception cref="InvalidDataException">The source has ended.</exception>
    public ulong ReadWord()
    {
        if (source.Length - Position < sizeof(ulong))
            throw Ended();
        var value = BinaryPrimitives.ReadUInt64LittleEndian(source[Position..]);
        Position += sizeof(ulong);
        return value;
    }

    /// <summary>Counts bytes that were taken from <see cref="Rest"/>.</summary>
    public void Advance(int bytes) => Position += bytes;

    private readonly InvalidDataException Ended() => new($"A block ends at byte {source.Length}, in the middle of a field.");

    private readonly InvalidDataException TooLong() => new($"The number that ends at byte {Position} of a block has more than 64 bits.");
}
