using System.Numerics;

namespace Metrics.RrdStore.Storage;

/// <summary>Blocks that were read of late, as they lie in their files: who draws a graph again finds them without a call to the system, and those
/// are most of what a fetch takes. Any number of threads.</summary>
/// <remarks>A chunk is never changed, and a file that is written anew has new ones: what is kept of a chunk holds as long as anybody asks for it.</remarks>
internal sealed class BlockCache
{
    // Blocks have some hundred bytes, 4 KiB at most. The graphs of a page and those beside them are in fewer; of a class of which nothing is asked,
    // this is 8 KiB.
    private const int Sets = 256;

    // A block has so many places, so that those of one graph do not push each other out.
    private const int Ways = 4;

    private readonly Entry?[] entries = new Entry?[Sets * Ways];
    private uint kept;

    /// <summary>A block of a chunk; empty where the chunk has none; null when it is not here.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="index">Position in its table.</param>
    public byte[]? Find(Chunk chunk, int index)
    {
        var first = FirstPlaceOf(chunk, index);
        for (var place = first; place < first + Ways; place++)
            if (Volatile.Read(ref entries[place]) is { } entry && entry.Chunk == chunk && entry.Index == index)
                return entry.Block;
        return null;
    }

    /// <summary>Keeps a block, in the place of another one.</summary>
    public void Keep(Chunk chunk, int index, ReadOnlySpan<byte> block) =>
        Volatile.Write(ref entries[FirstPlaceOf(chunk, index) + Interlocked.Increment(ref kept) % Ways], new Entry(chunk, index, block.ToArray()));

    // Where files have one window each, the chunks of all of them are at the same offset.
    private static int FirstPlaceOf(Chunk chunk, int index)
    {
        var hash = BitOperations.Crc32C(chunk.Header.Window, (ulong)chunk.Offset);
        return (int)(BitOperations.Crc32C(hash, (ulong)(uint)chunk.Header.Shard << 32 | (uint)index) % Sets) * Ways;
    }

    private sealed record Entry(Chunk Chunk, int Index, byte[] Block);
}
