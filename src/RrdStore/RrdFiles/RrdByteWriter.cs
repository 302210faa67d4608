using System.Buffers.Binary;
using System.Text;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Puts numbers and texts into the bytes of a database, as a 64-bit little-endian machine does.</summary>
/// <param name="bytes">The header of the database, all zero.</param>
internal ref struct RrdByteWriter(Span<byte> bytes)
{
    private readonly Span<byte> bytes = bytes;

    /// <summary>Where the next one goes.</summary>
    public int Offset { get; set; }

    /// <summary>Puts a count or a time.</summary>
    public void Put(ulong count) => BinaryPrimitives.WriteUInt64LittleEndian(Next(RrdLayout.CellBytes), count);

    /// <summary>Puts a double.</summary>
    public void Put(double number) => BinaryPrimitives.WriteDoubleLittleEndian(Next(RrdLayout.CellBytes), number);

    /// <summary>Puts ASCII text into a field of a fixed size.</summary>
    public void Put(string text, int fieldBytes) => Encoding.ASCII.GetBytes(text, Next(fieldBytes));

    /// <summary>Puts ten cells.</summary>
    public void Put(in RrdCells cells)
    {
        for (var i = 0; i < RrdCells.Length; i++)
            Put(cells[i]);
    }

    /// <summary>Puts an operation of an expression: a char, a gap and a short.</summary>
    public void Put(RrdOperation operation)
    {
        var target = Next(4);
        target[0] = operation.Code;
        BinaryPrimitives.WriteInt16LittleEndian(target[2..], operation.Operand);
    }

    private Span<byte> Next(int count)
    {
        Offset += count;
        return bytes.Slice(Offset - count, count);
    }
}
