using System.Buffers.Binary;

namespace Metrics.RrdStore.Storage;

/// <summary>What the log is made of: length, checksum, sequence number and type, then the payload.</summary>
internal static class LogRecord
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderSize = 17;

    /// <summary>Writes the header of a record whose payload is in place.</summary>
    public static void Seal(Span<byte> record, ulong sequence, LogRecordType type)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length - HeaderSize);
        BinaryPrimitives.WriteUInt64LittleEndian(record[8..], sequence);
        record[16] = (byte)type;
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Checksum.Of(record[8..], (uint)record.Length));
    }

    /// <summary>Number of the record that some bytes begin with.</summary>
    public static ulong SequenceOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadUInt64LittleEndian(record[8..]);

    /// <summary>Reads the record that some bytes begin with.</summary>
    /// <param name="bytes">A segment from here on.</param>
    /// <param name="sequence">Its number.</param>
    /// <param name="type">Its type.</param>
    /// <param name="length">Bytes of the whole record.</param>
    /// <returns>False when there is no record, or a damaged one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ulong sequence, out LogRecordType type, out int length)
    {
        sequence = 0;
        type = 0;
        length = 0;
        if (bytes.Length < HeaderSize)
            return false;
        var payload = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (payload < 0 || payload > bytes.Length - HeaderSize)
            return false;
        length = HeaderSize + payload;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Checksum.Of(bytes[8..length], (uint)length))
            return false;
        sequence = SequenceOf(bytes);
        type = (LogRecordType)bytes[16];
        return sequence > 0;
    }
}
