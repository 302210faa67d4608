using System.Buffers.Binary;

namespace Metrics.RrdStore.Storage;

/// <summary>Sealed rows of one shard in one window: in memory until they are written to a file, then in the file. Never changed.</summary>
internal sealed class Chunk
{
    private readonly ChunkHeader header;
    private byte[]? memory;
    private RowFile? file;
    private long offset;

    /// <summary>A chunk that is in memory only.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="memory">From <see cref="SharedMemory"/>; begins with its bytes.</param>
    public Chunk(in ChunkHeader header, byte[] memory)
    {
        this.header = header;
        this.memory = memory;
    }

    /// <summary>A chunk that is in a file.</summary>
    public Chunk(in ChunkHeader header, RowFile file, long offset)
    {
        this.header = header;
        this.file = file;
        this.offset = offset;
    }

    /// <summary>Its header.</summary>
    public ref readonly ChunkHeader Header => ref header;

    /// <summary>Its bytes, while they are in no file.</summary>
    public ReadOnlySpan<byte> Bytes => memory.AsSpan(0, header.Length);

    /// <summary>The file it is in; null before.</summary>
    public RowFile? File => file;

    /// <summary>Where it begins in the file.</summary>
    public long Offset => offset;

    /// <summary>Gives its bytes the mark of a chunk that is set aside, while nobody else knows it.</summary>
    public void MarkDead() => BinaryPrimitives.WriteUInt32LittleEndian(memory, ChunkHeader.DeadMagic);

    /// <summary>Says that its bytes are in a file, durably, and gives the memory free.</summary>
    public void MoveTo(RowFile newFile, long newOffset)
    {
        offset = newOffset;
        file = newFile;
        var freed = memory!;
        // Readers look at the memory first: it goes when all else is in place.
        Volatile.Write(ref memory, null);
        SharedMemory.Return(freed);
    }

    /// <summary>Reads one block into its place in a window.</summary>
    /// <param name="identity">Series, function, window.</param>
    /// <param name="window">At least <see cref="Block.MaximumRows"/> rows.</param>
    /// <param name="first">First row read.</param>
    /// <param name="count">Rows read; 0 when the chunk has none of this series.</param>
    /// <param name="cache">Blocks that were read of late; takes this one.</param>
    /// <returns>False when the block or the table is damaged.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The file was replaced meanwhile; the list of chunks has the new one.</exception>
    public bool TryRead(in BlockIdentity identity, Span<double> window, out int first, out int count, BlockCache? cache = null)
    {
        first = count = 0;
        var index = header.TableIndex(identity.Series & (Shard.Capacity - 1), identity.Function);
        if (index < 0)
            return true;
        var tableAt = ChunkHeader.Size + index * sizeof(uint);
        if (Volatile.Read(ref memory) is { } bytes)
        {
            var isWhole = TryReadFrom(bytes.AsSpan(0, header.Length), identity, window, out first, out count);
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref memory) == bytes)
                return isWhole;
            // It was written meanwhile, and what was read may have been another chunk's.
            first = count = 0;
        }

        if (cache?.Find(this, index) is { } known)
            return known.Length == 0 || Block.TryRead(known, identity, window, out first, out count);
        Span<byte> entry = stackalloc byte[2 * sizeof(uint)];
        file!.Read(entry, offset + tableAt);
        var (from, to) = Bounds(entry);
        if (from == to)
        {
            cache?.Keep(this, index, []);
            return true;
        }
        if (from < ChunkHeader.Size || to < from || to > header.Length || to - from > Block.MaximumSize)
            return false;
        Span<byte> block = stackalloc byte[to - from];
        file.Read(block, offset + from);
        if (!Block.TryRead(block, identity, window, out first, out count))
            return false;
        cache?.Keep(this, index, block);
        return true;
    }

    /// <summary>Reads the blocks of several slots at once, where that is worth it.</summary>
    /// <param name="firstSlot">The first slot.</param>
    /// <param name="lastSlot">The last slot.</param>
    /// <param name="wanted">How many of them are wanted.</param>
    /// <param name="buffer">At least <see cref="ChunkSlice.BufferSize"/> bytes; the slice lies in it.</param>
    /// <param name="slice">The blocks.</param>
    /// <returns>False when <see cref="TryRead"/> is the better way.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The file was replaced meanwhile; the list of chunks has the new one.</exception>
    public bool TrySlice(int firstSlot, int lastSlot, int wanted, Span<byte> buffer, out ChunkSlice slice)
    {
        slice = default;
        return Volatile.Read(ref memory) is null && ChunkSlice.TryRead(header, file!, offset, firstSlot, lastSlot, wanted, buffer, out slice);
    }

    /// <summary>As <see cref="TryRead"/>, of a chunk that is in memory as a whole.</summary>
    public bool TryReadFrom(ReadOnlySpan<byte> bytes, in BlockIdentity identity, Span<double> window, out int first, out int count)
    {
        first = count = 0;
        var (start, end) = header.BlockBounds(bytes, identity);
        if (start == end)
            return true;
        return start >= ChunkHeader.Size && end > start && end <= bytes.Length
            && Block.TryRead(bytes[start..end], identity, window, out first, out count);
    }

    /// <summary>Copies all its bytes, from memory or from its file, while it is not moved.</summary>
    /// <param name="destination">As long as the chunk.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (file is { } written)
            written.Read(destination, offset);
        else
            Bytes.CopyTo(destination);
    }

    private static (int Start, int End) Bounds(ReadOnlySpan<byte> entries) =>
        (BinaryPrimitives.ReadInt32LittleEndian(entries), BinaryPrimitives.ReadInt32LittleEndian(entries[sizeof(uint)..]));
}
