namespace Metrics.RrdStore.Storage;

/// <summary>Records of the log in memory, one after the other, in pages of <see cref="SharedMemory"/>: a rush adds pages and moves no bytes, and
/// its end frees them.</summary>
internal sealed class LogBuffer
{
    /// <summary>Bytes of a page, if a record does not need more.</summary>
    public const int PageSize = 1 << 18;

    private readonly List<(byte[] Bytes, int Length)> pages = [];

    /// <summary>Bytes of the records.</summary>
    public int Length { get; private set; }

    /// <summary>Number of the last record.</summary>
    public ulong LastSequence { get; private set; }

    /// <summary>Pages that have records.</summary>
    public int PageCount => pages.Count;

    /// <summary>The records of a page.</summary>
    public ReadOnlySpan<byte> Page(int index) => pages[index].Bytes.AsSpan(0, pages[index].Length);

    /// <summary>Room for the payload of the next record.</summary>
    /// <param name="maximumLength">Bytes it may have.</param>
    public Span<byte> Begin(int maximumLength)
    {
        var needed = LogRecord.HeaderSize + maximumLength;
        if (pages.Count == 0 || pages[^1].Bytes.Length - pages[^1].Length < needed)
            pages.Add((needed <= PageSize ? SharedMemory.Rent(PageSize) : GC.AllocateUninitializedArray<byte>(needed), 0));
        return pages[^1].Bytes.AsSpan(pages[^1].Length + LogRecord.HeaderSize, maximumLength);
    }

    /// <summary>Ends the record.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="sequence">Its number.</param>
    /// <param name="payloadLength">Bytes its payload has.</param>
    public void End(LogRecordType type, ulong sequence, int payloadLength)
    {
        var (bytes, at) = pages[^1];
        var record = bytes.AsSpan(at, LogRecord.HeaderSize + payloadLength);
        LogRecord.Seal(record, sequence, type);
        // A page of one record's own has the room that it might have needed: most of it would lie idle.
        pages[^1] = (bytes.Length > PageSize ? record.ToArray() : bytes, at + record.Length);
        Length += record.Length;
        LastSequence = sequence;
    }

    /// <summary>Takes the records of another one, which are later, and leaves it empty.</summary>
    public void Take(LogBuffer later)
    {
        pages.AddRange(later.pages);
        Length += later.Length;
        LastSequence = later.LastSequence;
        later.pages.Clear();
        later.Length = 0;
    }

    /// <summary>Forgets the records.</summary>
    public void Clear()
    {
        foreach (var (bytes, _) in pages)
            if (bytes.Length == PageSize)
                SharedMemory.Return(bytes);
        pages.Clear();
        Length = 0;
    }
}
