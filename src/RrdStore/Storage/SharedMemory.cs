using System.Numerics;

namespace Metrics.RrdStore.Storage;

/// <summary>Memory for what is on its way to a file: chunks, states of shards, records of the log. It is used again and again, since the collector of garbage takes
/// arrays of this size in its dearest way, and the kernel takes long to give fresh pages.</summary>
internal static class SharedMemory
{
    // So much of it is not worth letting go.
    private const int MostIdleBytes = 4 << 20;

    // In a rush so much may wait to be written, and fresh pages for all of it would be a tenth of what a reading costs.
    private const int MostKeptBytes = 128 << 20;
    private const int SmallestArray = 1 << 12;

    private static readonly Lock Gate = new();
    private static readonly Stack<byte[]>[] Kept = [.. Enumerable.Range(0, 32).Select(_ => new Stack<byte[]>())];
    private static int keptBytes;

    // Of these, what lay idle since the last trim.
    private static int idleBytes;

    /// <summary>Takes memory.</summary>
    /// <returns>At least so many bytes, with anything in them.</returns>
    public static byte[] Rent(int bytes)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(bytes, SmallestArray));
        lock (Gate)
            if (Kept[BitOperations.Log2((uint)size)].TryPop(out var memory))
            {
                keptBytes -= memory.Length;
                idleBytes = Math.Min(idleBytes, keptBytes);
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

    /// <summary>Lets go what nobody has taken since the last time: the rush that needed it is over.</summary>
    public static void Trim()
    {
        lock (Gate)
            LetGo(idleBytes);
    }

    /// <summary>Lets go all that is kept: a store was closed.</summary>
    public static void TrimAll()
    {
        lock (Gate)
            LetGo(keptBytes);
    }

    // The largest arrays first.
    private static void LetGo(int bytes)
    {
        for (var size = Kept.Length - 1; bytes > MostIdleBytes; size--)
            while (bytes > MostIdleBytes && Kept[size].TryPop(out var memory))
            {
                keptBytes -= memory.Length;
                bytes -= memory.Length;
            }
        idleBytes = keptBytes;
    }
}
