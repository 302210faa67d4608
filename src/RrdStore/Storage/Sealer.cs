namespace Metrics.RrdStore.Storage;

/// <summary>Takes rows out of the memory of a shard, as chunks: visible to readers at once, in a file some time later.</summary>
/// <param name="work">Takes the chunks on their way to the files.</param>
internal class Sealer(PendingWork work)
{
    private readonly List<(RowClass Class, uint Window, ChunkBuilder Builder)> open = [];
    private readonly Stack<ChunkBuilder> spare = new();

    /// <summary>Number of the log record that is being made; chunks say up to which record they were made from.</summary>
    public ulong Sequence { get; set; }

    /// <summary>Settles a shard, and seals the waiting rows of one class, of all its series.</summary>
    public void Seal(Shard shard, RowClass rowClass)
    {
        for (var slot = 0; slot < shard.Slots; slot++)
            shard.Settle(slot, rowClass);
        Finish(shard.Number);
    }

    /// <summary>Seals rows of one series that were never in memory. Several columns may follow each other in the order of functions.</summary>
    public virtual void Add(RowClass rowClass, int series, Column column, long firstRow, ReadOnlySpan<double> rows)
    {
        rowClass.NoteRows(firstRow + rows.Length);
        while (!rows.IsEmpty)
        {
            var window = rowClass.WindowOf(firstRow, out var first);
            var part = rows[..Math.Min(rows.Length, rowClass.WindowRows - first)];
            BuilderOf(rowClass, window).Add(
                new BlockIdentity(rowClass.RowSeconds, window, series, (int)column.Function), first, part, AveragedSteps(column), isBrief: part.Length <= Column.FineCapacity);
            firstRow += part.Length;
            rows = rows[part.Length..];
        }
    }

    /// <summary>Makes chunks of what was added.</summary>
    public virtual void Finish(int shard)
    {
        foreach (var (rowClass, window, builder) in open)
        {
            var chunk = builder.Finish(shard, window, Sequence);
            rowClass.Add(chunk);
            work.Add(rowClass, chunk);
            spare.Push(builder);
        }
        open.Clear();
    }

    /// <summary>What the codec may know of a column: a mean is a sum over this.</summary>
    public static int AveragedSteps(Column column) => column.Function == ConsolidationFunction.Average ? column.StepsPerRow : 1;

    private ChunkBuilder BuilderOf(RowClass rowClass, uint window)
    {
        foreach (var (otherClass, otherWindow, builder) in open)
            if (otherWindow == window && otherClass == rowClass)
                return builder;
        var added = spare.TryPop(out var used) ? used : new ChunkBuilder();
        open.Add((rowClass, window, added));
        return added;
    }
}
