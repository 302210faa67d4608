using System.Numerics;

namespace Metrics.RrdStore.Storage;

/// <summary>Memory for what is on its way to a file: chunks, states of shards, records of the log. It is used again and again, since the collector of garbage takes
/// arrays of this size in its dearest way, and the kernel takes long to give fresh pages.</summary>
internal static class SharedMemory
{
    // What waits at most times.
    private const int MostIdleBytes = 4 << 20;

    // What waits in a rush, when fresh pages would be a tenth of what a reading costs; it goes with it.
    private const int MostKeptBytes = 32 << 20;
    private const int SmallestArray = 1 << 12;

    private static readonly Lock Gate = new();
    private static readonly Stack<byte[]>[] Kept = [.. Enumerable.Range(0, 32).Select(_ => new Stack<byte[]>())];
    private static int keptBytes;

    /// <summary>Takes memory.</summary>
    /// <returns>At least so many bytes, with anything in them.</returns>
    public static byte[] Rent(int bytes)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(bytes, SmallestArray));
        lock (Gate)
            if (Kept[BitOperations.Log2((uint)size)].TryPop(out var memory))
            {
                keptBytes -= memory.Length;
                return memory;
            }
        return GC.AllocateUninitializedArray<byte>(size);
    }

    /// <summary>Gives it back. Who still reads it reads anything.</summary>
    public static void Return(byte[] memory)
    {
        lock (Gate)
            if (keptBytes + memory.Length <= MostKeptBytes)
            {
                keptBytes += memory.Length;
                Kept[BitOperations.Log2((uint)memory.Length)].Push(memory);
            }
    }

    /// <summary>Says that nothing is on its way: what a rush needed goes, the largest arrays first.</summary>
    public static void EndRush()
    {
        lock (Gate)
            for (var size = Kept.Length - 1; keptBytes > MostIdleBytes; size--)
                while (keptBytes > MostIdleBytes && Kept[size].TryPop(out var memory))
                    keptBytes -= memory.Length;
    }
}
