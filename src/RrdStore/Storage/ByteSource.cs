using System.Buffers.Binary;
using System.Text;

namespace Metrics.RrdStore.Storage;

/// <summary>Reads what <see cref="ByteSink"/> wrote. Bytes that end too early are an <see cref="InvalidDataException"/>.</summary>
internal ref struct ByteSource(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>Whether all was read.</summary>
    public readonly bool IsEmpty => rest.IsEmpty;

    /// <summary>What was not read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => rest;

    /// <summary>Leaves bytes out.</summary>
    public void Skip(int count) => Bytes(count);

    /// <summary>So many bytes.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if ((uint)count > (uint)rest.Length)
            throw new InvalidDataException("A record ends in the middle of a field.");
        var bytes = rest[..count];
        rest = rest[count..];
        return bytes;
    }

    /// <summary>A byte.</summary>
    public byte Byte() => Bytes(1)[0];

    /// <summary>8 bytes.</summary>
    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(sizeof(long)));

    /// <summary>A double.</summary>
    public double Double() => BitConverter.Int64BitsToDouble(Int64());

    /// <summary>A variable-length number.</summary>
    public ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = Byte();
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return value;
        }
        throw new InvalidDataException("A number of a record has more than 64 bits.");
    }

    /// <summary>A variable-length number that is an int.</summary>
    public int Count()
    {
        var value = Varint();
        return value <= int.MaxValue ? (int)value : throw new InvalidDataException("A count of a record is beyond 2^31.");
    }

    /// <summary>A text.</summary>
    public string Text() => Encoding.UTF8.GetString(Bytes(Count()));
}
