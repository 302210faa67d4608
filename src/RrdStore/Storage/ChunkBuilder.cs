using System.Buffers.Binary;

namespace Metrics.RrdStore.Storage;

/// <summary>Puts a chunk together: blocks of one shard and one window, in the order of slots and, within one, of functions.</summary>
internal sealed class ChunkBuilder
{
    private readonly List<(int Slot, int Function, int Offset)> entries = [];
    private byte[] blocks = new byte[16 * 1024];
    private int length;

    /// <summary>Whether it has no block.</summary>
    public bool IsEmpty => entries.Count == 0;

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        entries.Clear();
        length = 0;
    }

    /// <summary>Adds the block of a column of a series, as <see cref="Block.Write"/>.</summary>
    public void Add(in BlockIdentity identity, int firstRow, ReadOnlySpan<double> rows, int stepsPerRow, bool isBrief = false)
    {
        var room = Block.MaximumSizeOf(rows.Length);
        if (blocks.Length - length < room)
            Array.Resize(ref blocks, Math.Max(blocks.Length * 2, length + room));
        entries.Add((identity.Series & (Shard.Capacity - 1), identity.Function, length));
        length += Block.Write(blocks.AsSpan(length), identity, firstRow, rows, stepsPerRow, isBrief);
    }

    /// <summary>Gives the chunk and begins the next.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="window">The window.</param>
    /// <param name="sequence">Number of the last log record that the rows come from.</param>
    /// <param name="level">How many times the rows were merged.</param>
    /// <param name="replacesFrom">Offset of the first chunk that is merged into this one; -1: none is.</param>
    public Chunk Finish(int shard, uint window, ulong sequence, int level = 0, long replacesFrom = -1)
    {
        byte functions = 0;
        foreach (var entry in entries)
            functions |= (byte)(1 << entry.Function);
        var header = new ChunkHeader(
            0, (byte)level, replacesFrom, shard, window, sequence, functions,
            (ushort)entries[0].Slot, (ushort)(entries[^1].Slot - entries[0].Slot + 1));
        var blocksAt = ChunkHeader.Size + header.TableSize;
        header = header with { Length = (blocksAt + length + ChunkHeader.Alignment - 1) & -ChunkHeader.Alignment };

        var memory = SharedMemory.Rent(header.Length);
        var chunk = memory.AsSpan(0, header.Length);
        WriteTable(chunk.Slice(ChunkHeader.Size, header.TableSize), header, blocksAt);
        blocks.AsSpan(0, length).CopyTo(chunk[blocksAt..]);
        chunk[(blocksAt + length)..].Clear();
        header.Write(chunk);
        Clear();
        return new Chunk(header, memory);
    }

    // A slot without a block has an entry that equals the next one.
    private void WriteTable(Span<byte> table, in ChunkHeader header, int blocksAt)
    {
        var next = 0;
        foreach (var entry in entries)
            for (var index = header.TableIndex(entry.Slot, entry.Function); next <= index; next++)
                BinaryPrimitives.WriteUInt32LittleEndian(table[(next * sizeof(uint))..], (uint)(blocksAt + entry.Offset));
        for (; next < table.Length / sizeof(uint); next++)
            BinaryPrimitives.WriteUInt32LittleEndian(table[(next * sizeof(uint))..], (uint)(blocksAt + length));
    }
}
