using System.Buffers.Binary;

namespace Metrics.RrdStore.Format.Codec;

/// <summary>Appends whole bytes to a span the caller owns; docs/format.md, "Blocks", names the encodings.</summary>
/// <param name="destination">Where the bytes go; running out of it is a fault of the caller's bound.</param>
internal ref struct ByteWriter(Span<byte> destination)
{
    private readonly Span<byte> destination = destination;

    /// <summary>Bytes written so far.</summary>
    public int Position { get; private set; }

    /// <summary>What is left of the destination, for a writer of bits.</summary>
    public readonly Span<byte> Rest => destination[Position..];

    public void WriteByte(byte value) => destination[Position++] = value;

    /// <summary>Seven bits a byte, lowest first, the top bit says that another follows.</summary>
    public void WriteUnsigned(ulong value)
    {
        while (value >= 0x80)
        {
            WriteByte((byte)(value | 0x80));
            value >>= 7;
        }
        WriteByte((byte)value);
    }

    /// <summary>The sign in the lowest bit, so that small numbers of either sign are short.</summary>
    public void WriteSigned(long value) => WriteUnsigned(ZigZag.Fold(value));

    /// <summary>Eight bytes, lowest first.</summary>
    public void WriteWord(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination[Position..], value);
        Position += sizeof(ulong);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(destination[Position..]);
        Position += bytes.Length;
    }

    /// <summary>Counts bytes that were put into <see cref="Rest"/>.</summary>
    public void Advance(int bytes) => Position += bytes;
}
