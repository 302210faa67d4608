namespace Metrics.Grapher.Data;

/// <summary>One array that is handed out piece by piece, and all of it taken back at once.</summary>
/// <typeparam name="T">What it holds; without references, since the pieces keep what the last user left in them.</typeparam>
internal sealed class Slab<T>
    where T : unmanaged
{
    /// <summary>A larger array is not kept for the next user.</summary>
    private const int MostKept = 1 << 17;

    private T[] block = [];
    private int used, wanted, next;

    /// <summary>A piece, with whatever was left in it.</summary>
    public Memory<T> Take(int count)
    {
        wanted += count;
        if (block.Length - used < count)
            // Those who have pieces of the old array keep it.
            (block, used) = (new T[Math.Max(count, Math.Max(next, 2 * block.Length))], 0);
        used += count;
        return block.AsMemory(used - count, count);
    }

    /// <summary>Takes back the end of the piece that was taken last.</summary>
    public void Return(int count) => (used, wanted) = (used - count, wanted - count);

    /// <summary>Takes back everything. The array is replaced, at the next need, by one that holds all that was wanted this time.</summary>
    public void Clear()
    {
        next = wanted > MostKept ? 0 : wanted;
        if (wanted > block.Length || block.Length > MostKept)
            block = [];
        (used, wanted) = (0, 0);
    }
}
