namespace Metrics.RrdStore.Storage;

/// <summary>Makes one chunk of several of the same shard and window, so that a window ends up with one block per column.</summary>
internal sealed class ChunkMerger
{
    private const byte FinalLevel = 255;

    // Corrections of a final chunk stay beside it up to this share of it: it is written anew for at least a quarter of its bytes.
    private const int ShareBeside = 4;

    private readonly ChunkBuilder builder = new();
    private readonly double[] window = new double[Block.MaximumRows];
    private readonly double[] block = new double[Block.MaximumRows];

    /// <summary>Which chunks at the end of a list should become one.</summary>
    /// <param name="chunks">The list, oldest first.</param>
    /// <param name="isComplete">Whether the rows of a later window are sealed already.</param>
    /// <param name="fanIn">Chunks of one level that become one.</param>
    /// <returns>How many; 0 when none.</returns>
    public static int Due(ReadOnlySpan<Chunk> chunks, bool isComplete, int fanIn)
    {
        if (chunks.Length < 2 || chunks[^1].File is null)
            return 0;
        if (isComplete && chunks[0].Header.Level != FinalLevel || IsTooMuch(chunks, isComplete))
            return chunks.Length;
        var run = 1;
        while (run < chunks.Length && chunks[^(run + 1)].Header.Level == chunks[^1].Header.Level)
            run++;
        return run >= fanIn ? run : 0;
    }

    // Corrections without end: of an open window they may be as much as the rows could ever take, if nothing compressed.
    private static bool IsTooMuch(ReadOnlySpan<Chunk> chunks, bool isComplete)
    {
        var bytes = 0L;
        var most = 0L;
        foreach (var chunk in chunks)
        {
            bytes += chunk.Header.Length;
            most = Math.Max(most, chunk.Header.MostBytes);
        }
        var first = chunks[0].Header.Length;
        return isComplete ? (bytes - first) * ShareBeside > first : bytes > 2 * most;
    }

    /// <summary>Merges chunks; where several have a row, that of the last one counts.</summary>
    /// <param name="rowClass">Their class.</param>
    /// <param name="older">The chunks before them, of the same place.</param>
    /// <param name="chunks">The chunks, oldest first.</param>
    /// <param name="isComplete">Whether this is all there will be of the window.</param>
    /// <param name="averagedStepsOf">Steps that a mean of a series is made of, by series and function.</param>
    /// <returns>The chunk, or null when a block is damaged: then they stay as they are.</returns>
    public Chunk? Merge(
        RowClass rowClass, ReadOnlySpan<Chunk> older, ReadOnlySpan<Chunk> chunks, bool isComplete, Func<int, int, int> averagedStepsOf)
    {
        var bytes = ReadAll(chunks);
        try
        {
            return Merge(rowClass, older, chunks, bytes, isComplete, averagedStepsOf);
        }
        finally
        {
            SharedMemory.Return(bytes);
        }
    }

    private Chunk? Merge(
        RowClass rowClass, ReadOnlySpan<Chunk> older, ReadOnlySpan<Chunk> chunks, byte[] bytes, bool isComplete, Func<int, int, int> averagedStepsOf)
    {
        var first = int.MaxValue;
        var end = 0;
        var functions = 0;
        var sequence = 0UL;
        foreach (var chunk in chunks)
        {
            first = Math.Min(first, chunk.Header.FirstSlot);
            end = Math.Max(end, chunk.Header.FirstSlot + chunk.Header.SlotCount);
            functions |= chunk.Header.Functions;
            sequence = Math.Max(sequence, chunk.Header.Sequence);
        }
        var head = chunks[0].Header;
        for (var slot = first; slot < end; slot++)
        {
            for (var function = 0; function < 4; function++)
            {
                var identity = new BlockIdentity(rowClass.RowSeconds, head.Window, head.Shard * Shard.Capacity + slot, function);
                if ((functions >> function & 1) == 0 || Gather(older, chunks, bytes, identity) is not { } rows)
                    continue;
                if (rows.Count < 0)
                {
                    builder.Clear();
                    return null;
                }
                builder.Add(identity, rows.First, window.AsSpan(rows.First, rows.Count), averagedStepsOf(identity.Series, function));
            }
        }
        var level = isComplete ? FinalLevel : Math.Min(head.Level + 1, FinalLevel - 1);
        return builder.Finish(head.Shard, head.Window, sequence, level, chunks[0].Offset);
    }

    // One read for each chunk: a merge takes all its blocks.
    private static byte[] ReadAll(ReadOnlySpan<Chunk> chunks)
    {
        var length = 0;
        foreach (var chunk in chunks)
            length += chunk.Header.Length;
        var bytes = SharedMemory.Rent(length);
        var at = 0;
        foreach (var chunk in chunks)
        {
            var place = bytes.AsSpan(at, chunk.Header.Length);
            chunk.CopyTo(place);
            at += place.Length;
        }
        return bytes;
    }

    // Null: no chunk has rows. A negative count: a block is damaged.
    private (int First, int Count)? Gather(ReadOnlySpan<Chunk> older, ReadOnlySpan<Chunk> chunks, byte[] bytes, in BlockIdentity identity)
    {
        Array.Fill(window, double.NaN);
        var rows = Gather(chunks, bytes, identity, out var hasGap);
        if (!hasGap)
            return rows;
        // Corrected rows and new ones, far apart: what lies between is in older chunks, which the merged one must not hide.
        Array.Fill(window, double.NaN);
        foreach (var chunk in older)
        {
            if (!chunk.TryRead(identity, block, out var start, out var count))
                return (0, -1);
            block.AsSpan(start, count).CopyTo(window.AsSpan(start));
        }
        return Gather(chunks, bytes, identity, out _);
    }

    private (int First, int Count)? Gather(ReadOnlySpan<Chunk> chunks, byte[] bytes, in BlockIdentity identity, out bool hasGap)
    {
        hasGap = false;
        var first = int.MaxValue;
        var end = 0;
        var at = 0;
        foreach (var chunk in chunks)
        {
            var whole = bytes.AsSpan(at, chunk.Header.Length);
            at += whole.Length;
            if (!chunk.TryReadFrom(whole, identity, block, out var start, out var count))
                return (0, -1);
            if (count == 0)
                continue;
            hasGap |= end > 0 && (start > end || start + count < first);
            block.AsSpan(start, count).CopyTo(window.AsSpan(start));
            first = Math.Min(first, start);
            end = Math.Max(end, start + count);
        }
        return end == 0 ? null : (first, end - first);
    }
}
