using System.Buffers.Binary;

namespace Metrics.RrdStore.Storage;

/// <summary>What stands at the head of a chunk: docs/format.md, "Row files".</summary>
/// <param name="Length">Bytes of the whole chunk, a multiple of <see cref="Alignment"/>.</param>
/// <param name="Level">How many times its rows were merged.</param>
/// <param name="ReplacesFrom">The chunks of the same shard and window from this offset of the file up to this one are merged into it; -1:
/// none are.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Window">The window its rows lie in.</param>
/// <param name="Sequence">Number of the last log record that its rows come from.</param>
/// <param name="Functions">Bit f is set when there are blocks of function f.</param>
/// <param name="FirstSlot">First slot of the table.</param>
/// <param name="SlotCount">Slots in the table.</param>
internal readonly record struct ChunkHeader(
    int Length, byte Level, long ReplacesFrom, int Shard, uint Window, ulong Sequence, byte Functions, ushort FirstSlot, ushort SlotCount)
{
    /// <summary>Bytes of the header.</summary>
    public const int Size = 48;

    /// <summary>Chunks begin at multiples of this in a file.</summary>
    public const int Alignment = 8;

    /// <summary>"RRck": a chunk.</summary>
    public const uint Magic = 0x6B635252;

    /// <summary>"RRxx": a chunk that recovery set aside, since the log makes it anew.</summary>
    public const uint DeadMagic = 0x78785252;

    /// <summary>Blocks a slot may have.</summary>
    public int FunctionCount => System.Numerics.BitOperations.PopCount(Functions);

    /// <summary>Bytes of the table that follows: offsets of the blocks from the start of the chunk, and the end of the last.</summary>
    public int TableSize => (SlotCount * FunctionCount + 1) * sizeof(uint);

    /// <summary>Bytes that a chunk with blocks for all of its table has at most.</summary>
    public long MostBytes => Size + TableSize + (long)SlotCount * FunctionCount * Block.MaximumSize + Alignment;

    /// <summary>Position in the table of a block, or -1 when the chunk cannot have it.</summary>
    public int TableIndex(int slot, int function)
    {
        var position = slot - FirstSlot;
        if ((uint)position >= SlotCount || (Functions >> function & 1) == 0)
            return -1;
        return position * FunctionCount + System.Numerics.BitOperations.PopCount(Functions & ((1u << function) - 1));
    }

    /// <summary>Writes the header of a chunk whose table is in place.</summary>
    public void Write(Span<byte> chunk)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[36..], Checksum.Of(chunk.Slice(Size, TableSize)));
        Rewrite(chunk);
    }

    /// <summary>Writes the header of a chunk again and leaves the checksum of its table as it is.</summary>
    public void Rewrite(Span<byte> chunk)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(chunk, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(chunk[8..], Length);
        chunk[12] = Level;
        chunk[13] = Functions;
        BinaryPrimitives.WriteUInt16LittleEndian(chunk[14..], 0);
        BinaryPrimitives.WriteInt32LittleEndian(chunk[16..], Shard);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[20..], Window);
        BinaryPrimitives.WriteUInt64LittleEndian(chunk[24..], Sequence);
        BinaryPrimitives.WriteUInt16LittleEndian(chunk[32..], FirstSlot);
        BinaryPrimitives.WriteUInt16LittleEndian(chunk[34..], SlotCount);
        BinaryPrimitives.WriteInt64LittleEndian(chunk[40..], ReplacesFrom);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[4..], Checksum.Of(chunk[8..Size]));
    }

    /// <summary>Reads a header.</summary>
    /// <returns>False when these bytes are none: wrong magic, checksum or sizes.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ChunkHeader header, out bool dead)
    {
        header = default;
        dead = false;
        if (bytes.Length < Size)
            return false;
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        dead = magic == DeadMagic;
        if (magic != Magic && !dead || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Checksum.Of(bytes[8..Size]))
            return false;
        header = new ChunkHeader(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]), bytes[12], BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]), bytes[13],
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[32..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[34..]));
        return header.Length >= Size + header.TableSize && header.Length % Alignment == 0 && header.Shard >= 0;
    }

    /// <summary>Whether the table of a whole chunk in memory is as it was written.</summary>
    public bool IsTableWhole(ReadOnlySpan<byte> chunk)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(chunk[36..]) != Checksum.Of(chunk.Slice(Size, TableSize)))
            return false;
        var end = Size + TableSize;
        for (var at = Size; at < Size + TableSize; at += sizeof(uint))
        {
            var next = BinaryPrimitives.ReadInt32LittleEndian(chunk[at..]);
            if (next < end || next > Length)
                return false;
            end = next;
        }
        return true;
    }

    /// <summary>Where the block of something begins and ends in a whole chunk; equal when there is none.</summary>
    public (int From, int To) BlockBounds(ReadOnlySpan<byte> chunk, in BlockIdentity identity)
    {
        var index = TableIndex(identity.Series & (Storage.Shard.Capacity - 1), identity.Function);
        if (index < 0)
            return default;
        var entry = chunk[(Size + index * sizeof(uint))..];
        return (BinaryPrimitives.ReadInt32LittleEndian(entry), BinaryPrimitives.ReadInt32LittleEndian(entry[sizeof(uint)..]));
    }

    /// <summary>Where the last block of a whole chunk ends.</summary>
    public int BlocksEnd(ReadOnlySpan<byte> chunk) => BinaryPrimitives.ReadInt32LittleEndian(chunk[(Size + TableSize - sizeof(uint))..]);
}
