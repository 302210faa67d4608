using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Takes numbers and texts from the bytes of a database, one after the other, as its machine wrote them.</summary>
/// <param name="bytes">The whole file.</param>
/// <param name="path">Its name, for errors.</param>
/// <param name="layout">Byte order and sizes.</param>
internal ref struct RrdByteReader(ReadOnlySpan<byte> bytes, string path, RrdLayout layout)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>Where the next one is taken from.</summary>
    public int Offset { get; set; }

    /// <summary>Takes bytes.</summary>
    /// <exception cref="StoreFormatException">The file ends before.</exception>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > bytes.Length - Offset)
            Fail(Offset, $"The file ends at byte {bytes.Length}, {count - (bytes.Length - Offset)} bytes too early.");
        Offset += count;
        return bytes.Slice(Offset - count, count);
    }

    /// <summary>Takes a C <c>long</c>, as an unsigned one.</summary>
    public ulong Long() => LongOf(Bytes(layout.LongBytes));

    /// <summary>Takes a <c>time_t</c>; a time before the epoch is refused.</summary>
    public long Time()
    {
        var at = Offset;
        var time = layout.TimeBytes == 8 ? (long)Cell(Bytes(8)) : (int)UInt32(Bytes(4));
        if (time is < 0 or > RrdLimits.LastUnixSeconds)
            Fail(at, $"The last update is at {time} s since the epoch; 0 to {RrdLimits.LastUnixSeconds} is expected.");
        return time;
    }

    /// <summary>Takes a double.</summary>
    public double Double() => BitConverter.UInt64BitsToDouble(Cell(Bytes(8)));

    /// <summary>Takes ASCII text that ends with a zero byte, in a field of a fixed size.</summary>
    public string Text(int fieldBytes)
    {
        var at = Offset;
        var field = Bytes(fieldBytes);
        var length = field.IndexOf((byte)0);
        if (length < 0)
            Fail(at, $"A text has no end in its {fieldBytes} bytes.");
        if (field[..length].ContainsAnyExceptInRange((byte)' ', (byte)'~'))
            Fail(at, "A text has bytes that are not printable ASCII.");
        return Encoding.ASCII.GetString(field[..length]);
    }

    /// <summary>Takes ten cells.</summary>
    /// <param name="fields">Those that are named; the rest are doubles.</param>
    public RrdCells Cells(ReadOnlySpan<RrdField> fields)
    {
        var source = Bytes(RrdLayout.CellsBytes);
        var cells = new RrdCells();
        for (var i = 0; i < RrdCells.Length; i++)
            cells[i] = Cell(source[(i * RrdLayout.CellBytes)..]);
        foreach (var field in fields)
            if (field.IsCount)
                cells[field.Cell] = LongOf(source[(field.Cell * RrdLayout.CellBytes)..]);
        return cells;
    }

    /// <summary>Takes the history that FAILURES keeps in the first bytes of ten cells, and the doubles behind it.</summary>
    public RrdCells History(ReadOnlySpan<RrdField> fields)
    {
        var source = bytes[Offset..];
        var cells = Cells(fields);
        for (var i = 0; i * RrdLayout.CellBytes < RrdFields.HistoryMaximum; i++)
            cells[i] = BinaryPrimitives.ReadUInt64LittleEndian(source[(i * RrdLayout.CellBytes)..]);
        return cells;
    }

    /// <summary>Takes an operation of an expression: a char, a gap and a short.</summary>
    public RrdOperation Operation()
    {
        var source = Bytes(4);
        return new(source[0], layout.LittleEndian
            ? BinaryPrimitives.ReadInt16LittleEndian(source[2..])
            : BinaryPrimitives.ReadInt16BigEndian(source[2..]));
    }

    /// <summary>Says that the file is damaged.</summary>
    [DoesNotReturn]
    public readonly void Fail(int offset, string problem) => throw new StoreFormatException(path, offset, problem);

    private readonly ulong LongOf(ReadOnlySpan<byte> source) => layout.LongBytes == 8 ? Cell(source) : UInt32(source);

    private readonly ulong Cell(ReadOnlySpan<byte> source) => layout.LittleEndian
        ? BinaryPrimitives.ReadUInt64LittleEndian(source)
        : BinaryPrimitives.ReadUInt64BigEndian(source);

    private readonly uint UInt32(ReadOnlySpan<byte> source) => layout.LittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(source)
        : BinaryPrimitives.ReadUInt32BigEndian(source);
}
