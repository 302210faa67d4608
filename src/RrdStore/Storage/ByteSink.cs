using System.Buffers.Binary;
using System.Text;

namespace Metrics.RrdStore.Storage;

/// <summary>Bytes in the making, in memory: little-endian numbers, variable-length numbers, texts with their length.</summary>
internal sealed class ByteSink
{
    private byte[] bytes = new byte[1024];

    /// <summary>Bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes so far.</summary>
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    /// <summary>Room for more bytes, to be claimed by <see cref="Advance"/>.</summary>
    public Span<byte> Room(int count)
    {
        if (bytes.Length - Length < count)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + count));
        return bytes.AsSpan(Length);
    }

    /// <summary>Claims bytes that were written into the room.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Begins anew.</summary>
    public void Clear() => Length = 0;

    /// <summary>A byte.</summary>
    public void Byte(byte value)
    {
        Room(1)[0] = value;
        Length++;
    }

    /// <summary>8 bytes.</summary>
    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);
        Length += sizeof(long);
    }

    /// <summary>The 8 bytes of a double.</summary>
    public void Double(double value) => Int64(BitConverter.DoubleToInt64Bits(value));

    /// <summary>7 bits a byte, the lowest first; the high bit says that more follow.</summary>
    public void Varint(ulong value)
    {
        var room = Room(10);
        var i = 0;
        for (; value >= 0x80; value >>= 7)
            room[i++] = (byte)(value | 0x80);
        room[i++] = (byte)value;
        Length += i;
    }

    /// <summary>UTF-8 after its length.</summary>
    public void Text(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        Varint((ulong)count);
        Length += Encoding.UTF8.GetBytes(value, Room(count));
    }
}
