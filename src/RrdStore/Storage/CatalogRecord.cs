using System.Buffers.Binary;

namespace Metrics.RrdStore.Storage;

/// <summary>What the catalogue is made of: length and checksum, then the payload. The checksum starts with the number of the record.</summary>
internal static class CatalogRecord
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderSize = 8;

    /// <summary>Type of a definition.</summary>
    public const byte DefineType = 1;

    /// <summary>Type of a deletion.</summary>
    public const byte DeleteType = 2;

    /// <summary>Type of a record that says which one is durable.</summary>
    public const byte DurableType = 3;

    /// <summary>Type of a record that says which number the next one has.</summary>
    public const byte GapType = 4;

    /// <summary>Type of a definition with another source or schema than was declared, and of what was.</summary>
    public const byte ChangeType = 5;

    /// <summary>Whether a record of a type defines a series.</summary>
    public static bool IsDefinition(byte type) => type is DefineType or ChangeType;

    /// <summary>Makes a record.</summary>
    public static byte[] Of(ReadOnlySpan<byte> payload, uint number)
    {
        var record = new byte[HeaderSize + payload.Length];
        payload.CopyTo(record.AsSpan(HeaderSize));
        BinaryPrimitives.WriteInt32LittleEndian(record, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), Checksum.Of(payload, number));
        return record;
    }

    /// <summary>Reads the record that some bytes begin with, if it has this number.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, uint number, out ReadOnlySpan<byte> payload) =>
        TryPayload(bytes, out payload) && BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) == Checksum.Of(payload, number);

    /// <summary>A payload that says which number the next record has.</summary>
    public static byte[] GapTo(uint next)
    {
        var sink = new ByteSink();
        sink.Byte(GapType);
        sink.Varint(next);
        return sink.Written.ToArray();
    }

    /// <summary>Reads the record that some bytes begin with, if it has one of some numbers.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="after">The number before the first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="payload">The payload.</param>
    public static bool TryFind(ReadOnlySpan<byte> bytes, uint after, uint count, out ReadOnlySpan<byte> payload) =>
        TryNumber(bytes, out var number, out payload) && number > after && number - after <= count;

    /// <summary>Reads what may be the record that some bytes begin with, and the number that it has if it is one: whether it is only what is known of
    /// the number can tell.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> bytes, out uint number, out ReadOnlySpan<byte> payload)
    {
        number = 0;
        if (!TryPayload(bytes, out payload) || payload[0] is 0 or > ChangeType)
            return false;
        // The checksum with a start is the one without, xor what the start has become on the way: back from there is the number.
        number = Checksum.Rewind(BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) ^ Checksum.Of(payload, 0), payload.Length);
        return true;
    }

    private static bool TryPayload(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (bytes.Length < HeaderSize)
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length <= 0 || length > bytes.Length - HeaderSize)
            return false;
        payload = bytes.Slice(HeaderSize, length);
        return true;
    }
}
