using System.Buffers.Binary;
using Metrics.RrdStore.Format.Codec;

namespace Metrics.RrdStore.Storage;

/// <summary>Consecutive rows of one column of one series in one window, as they lie in a chunk: checksum, first row, count, payload.</summary>
internal static class Block
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderSize = 8;

    /// <summary>Rows a window, and so a block, has at most.</summary>
    public const int MaximumRows = 512;

    // Blocks of so few rows are soon merged into longer ones, and not worth the codec's time: their rows lie there as they are.
    private const int PlainRows = 8;

    // This bit of the count says so.
    private const int PlainFlag = 0x8000;

    /// <summary>Bytes a block takes at most.</summary>
    public static readonly int MaximumSize = MaximumSizeOf(MaximumRows);

    /// <summary>Bytes a block of so many rows takes at most.</summary>
    public static int MaximumSizeOf(int rows) => HeaderSize + Math.Max(BlockCodec.MaximumLength(rows), rows * sizeof(double));

    /// <summary>Writes a block.</summary>
    /// <param name="destination">At least <see cref="MaximumSizeOf"/> bytes.</param>
    /// <param name="identity">What it belongs to.</param>
    /// <param name="firstRow">Row of the window that it begins with.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="stepsPerRow">Steps that a mean is made of.</param>
    /// <param name="isBrief">Whether it is soon made part of a longer one.</param>
    /// <returns>Its bytes.</returns>
    public static int Write(
        Span<byte> destination, in BlockIdentity identity, int firstRow, ReadOnlySpan<double> rows, int stepsPerRow, bool isBrief = false)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], (ushort)firstRow);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], (ushort)(rows.Length <= PlainRows ? rows.Length | PlainFlag : rows.Length));
        var length = HeaderSize;
        if (rows.Length > PlainRows)
            length += BlockCodec.Encode(rows, destination[HeaderSize..], stepsPerRow, isBrief);
        else
            foreach (var row in rows)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(destination[length..], row);
                length += sizeof(double);
            }
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Checksum.Of(destination[4..length], identity.Seed));
        return length;
    }

    /// <summary>Rows of a block, by its head.</summary>
    public static int RowsOf(ReadOnlySpan<byte> head) => BinaryPrimitives.ReadUInt16LittleEndian(head[6..]) & ~PlainFlag;

    /// <summary>Whether its rows are compressed, by its head.</summary>
    public static bool IsCompressed(ReadOnlySpan<byte> head) => (BinaryPrimitives.ReadUInt16LittleEndian(head[6..]) & PlainFlag) == 0;

    /// <summary>Reads a block.</summary>
    /// <param name="block">All its bytes.</param>
    /// <param name="identity">What it must belong to.</param>
    /// <param name="rows">At least <see cref="MaximumRows"/>; takes the rows at their places in the window.</param>
    /// <param name="first">Row of the window that it begins with.</param>
    /// <param name="count">Its rows.</param>
    /// <returns>False when it is damaged or belongs to another series.</returns>
    public static bool TryRead(ReadOnlySpan<byte> block, in BlockIdentity identity, Span<double> rows, out int first, out int count)
    {
        first = count = 0;
        if (block.Length < HeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(block) != Checksum.Of(block[4..], identity.Seed))
            return false;
        first = BinaryPrimitives.ReadUInt16LittleEndian(block[4..]);
        count = BinaryPrimitives.ReadUInt16LittleEndian(block[6..]);
        var isPlain = (count & PlainFlag) != 0;
        count &= ~PlainFlag;
        if (first + count > MaximumRows)
            return false;
        if (isPlain)
            return ReadPlain(block[HeaderSize..], rows.Slice(first, count));
        try
        {
            BlockCodec.Decode(block[HeaderSize..], rows.Slice(first, count));
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static bool ReadPlain(ReadOnlySpan<byte> payload, Span<double> rows)
    {
        if (payload.Length != rows.Length * sizeof(double))
            return false;
        for (var i = 0; i < rows.Length; i++)
            rows[i] = BinaryPrimitives.ReadDoubleLittleEndian(payload[(i * sizeof(double))..]);
        return true;
    }
}
