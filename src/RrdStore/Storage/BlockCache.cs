namespace Metrics.RrdStore.Storage;

/// <summary>Blocks that were read of late, as they lie in their files: who draws a graph again finds them without a call to the system, and those
/// are most of what a fetch takes. Any number of threads.</summary>
/// <remarks>A chunk is never changed, and a file that is written anew has new ones: what is kept of a chunk holds as long as anybody asks for it.</remarks>
internal sealed class BlockCache
{
    // Blocks have some hundred bytes, 4 KiB at most. A year of a graph of ten series is in fewer.
    private const int Capacity = 256;

    private readonly Entry?[] entries = new Entry?[Capacity];

    /// <summary>A block of a chunk; empty where the chunk has none; null when it is not here.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="index">Position in its table.</param>
    public byte[]? Find(Chunk chunk, int index) =>
        Volatile.Read(ref entries[PlaceOf(chunk, index)]) is { } entry && entry.Chunk == chunk && entry.Index == index ? entry.Block : null;

    /// <summary>Keeps a block, in the place of another one.</summary>
    public void Keep(Chunk chunk, int index, ReadOnlySpan<byte> block) =>
        Volatile.Write(ref entries[PlaceOf(chunk, index)], new Entry(chunk, index, block.ToArray()));

    private static int PlaceOf(Chunk chunk, int index) => (int)((uint)HashCode.Combine(chunk.Offset, index) % Capacity);

    private sealed record Entry(Chunk Chunk, int Index, byte[] Block);
}
