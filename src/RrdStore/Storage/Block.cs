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

    /// <summary>Bytes a block takes at most.</summary>
    public static readonly int MaximumSize = HeaderSize + BlockCodec.MaximumLength(MaximumRows);

    /// <summary>Writes a block.</summary>
    /// <returns>Its bytes.</returns>
    public static int Write(Span<byte> destination, in BlockIdentity identity, int firstRow, ReadOnlySpan<double> rows, int stepsPerRow)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], (ushort)firstRow);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], (ushort)rows.Length);
        var length = HeaderSize + BlockCodec.Encode(rows, destination[HeaderSize..], stepsPerRow);
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Checksum.Of(destination[4..length], identity.Seed));
        return length;
    }

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
        if (first + count > MaximumRows)
            return false;
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
}
