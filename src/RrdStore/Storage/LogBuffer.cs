namespace Metrics.RrdStore.Storage;

/// <summary>Records of the log in memory, one after the other.</summary>
internal sealed class LogBuffer
{
    // What a rush takes beyond is given back after it.
    private const int SmallestSize = 1 << 20;

    private byte[] bytes = new byte[SmallestSize];

    /// <summary>Bytes of the records.</summary>
    public int Length { get; private set; }

    /// <summary>Number of the last record.</summary>
    public ulong LastSequence { get; private set; }

    /// <summary>The records.</summary>
    public ReadOnlySpan<byte> Records => bytes.AsSpan(0, Length);

    /// <summary>Room for the payload of the next record.</summary>
    /// <param name="maximumLength">Bytes it may have.</param>
    public Span<byte> Begin(int maximumLength)
    {
        MakeRoom(LogRecord.HeaderSize + maximumLength);
        return bytes.AsSpan(Length + LogRecord.HeaderSize, maximumLength);
    }

    /// <summary>Ends the record.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="sequence">Its number.</param>
    /// <param name="payloadLength">Bytes its payload has.</param>
    public void End(LogRecordType type, ulong sequence, int payloadLength)
    {
        var record = bytes.AsSpan(Length, LogRecord.HeaderSize + payloadLength);
        LogRecord.Seal(record, sequence, type);
        Length += record.Length;
        LastSequence = sequence;
    }

    /// <summary>Adds the records of another one, which are later.</summary>
    public void Add(LogBuffer later)
    {
        MakeRoom(later.Length);
        later.Records.CopyTo(bytes.AsSpan(Length));
        Length += later.Length;
        LastSequence = later.LastSequence;
    }

    /// <summary>Forgets the records.</summary>
    public void Clear() => Length = 0;

    /// <summary>Gives memory back that an empty one has no use for.</summary>
    public void Trim()
    {
        if (Length == 0 && bytes.Length > SmallestSize)
            bytes = new byte[SmallestSize];
    }

    private void MakeRoom(int count)
    {
        if (bytes.Length - Length < count)
            Array.Resize(ref bytes, Math.Max(Length + count, bytes.Length * 2));
    }
}
