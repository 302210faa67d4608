using System.Buffers.Binary;

namespace Metrics.RrdStore.Storage;

/// <summary>The blocks of neighbouring slots of a chunk, read from the file at once: two calls to the system for a hundred series, where
/// one after the other takes two for each.</summary>
internal readonly ref struct ChunkSlice
{
    /// <summary>Bytes of the buffer that a slice lies in.</summary>
    public const int BufferSize = 256 * 1024;

    // Where more lies between the blocks that are wanted, it is cheaper to read each alone.
    private const int MostBytesPerSeries = 4096;

    private readonly ChunkHeader header;
    private readonly ReadOnlySpan<byte> table;
    private readonly ReadOnlySpan<byte> blocks;
    private readonly int firstEntry;

    private ChunkSlice(in ChunkHeader header, ReadOnlySpan<byte> table, ReadOnlySpan<byte> blocks, int firstEntry)
    {
        this.header = header;
        this.table = table;
        this.blocks = blocks;
        this.firstEntry = firstEntry;
    }

    /// <summary>Reads the blocks of all slots from one to another.</summary>
    /// <param name="header">The head of the chunk.</param>
    /// <param name="file">The file it is in.</param>
    /// <param name="offset">Where it begins in the file.</param>
    /// <param name="firstSlot">The first slot.</param>
    /// <param name="lastSlot">The last slot.</param>
    /// <param name="wanted">How many of them are wanted.</param>
    /// <param name="buffer">At least <see cref="BufferSize"/> bytes; the slice lies in it.</param>
    /// <param name="slice">The blocks; none of a series whose slot the chunk does not have.</param>
    /// <returns>False when they are too far apart, or the table is damaged.</returns>
    public static bool TryRead(
        in ChunkHeader header, RowFile file, long offset, int firstSlot, int lastSlot, int wanted, Span<byte> buffer, out ChunkSlice slice)
    {
        slice = default;
        var first = Math.Max(firstSlot, header.FirstSlot) - header.FirstSlot;
        var end = Math.Min(lastSlot + 1, header.FirstSlot + header.SlotCount) - header.FirstSlot;
        if (first >= end)
            return true;
        var firstEntry = first * header.FunctionCount;
        var table = buffer[..(((end - first) * header.FunctionCount + 1) * sizeof(uint))];
        file.Read(table, offset + ChunkHeader.Size + firstEntry * sizeof(uint));
        var from = BinaryPrimitives.ReadInt32LittleEndian(table);
        var to = BinaryPrimitives.ReadInt32LittleEndian(table[^sizeof(uint)..]);
        if (from < ChunkHeader.Size || to < from || to > header.Length || to - from > Math.Min(buffer.Length - table.Length, wanted * MostBytesPerSeries))
            return false;
        var blocks = buffer.Slice(table.Length, to - from);
        file.Read(blocks, offset + from);
        slice = new ChunkSlice(header, table, blocks, firstEntry);
        return true;
    }

    /// <summary>Reads one block into its place in a window, as <see cref="Chunk.TryRead"/>.</summary>
    public bool TryRead(in BlockIdentity identity, Span<double> window, out int first, out int count)
    {
        first = count = 0;
        if (table.IsEmpty)
            return true;
        var entry = header.TableIndex(identity.Series & (Shard.Capacity - 1), identity.Function) - firstEntry;
        if (entry < 0 || (entry + 1) * sizeof(uint) >= table.Length)
            return true;
        var origin = BinaryPrimitives.ReadInt32LittleEndian(table);
        var from = BinaryPrimitives.ReadInt32LittleEndian(table[(entry * sizeof(uint))..]) - origin;
        var to = BinaryPrimitives.ReadInt32LittleEndian(table[((entry + 1) * sizeof(uint))..]) - origin;
        if (from == to)
            return true;
        return from >= 0 && to > from && to <= blocks.Length && Block.TryRead(blocks[from..to], identity, window, out first, out count);
    }
}
