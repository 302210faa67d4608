namespace Metrics.RrdStore.Storage;

/// <summary>Makes rows outside of limits unknown: those that wait in memory in place, sealed ones by a block that covers them.</summary>
internal static class SpikeRemoval
{
    /// <summary>Clips all archives of a series.</summary>
    public static IReadOnlyList<ClippedArchive> Clip(
        SeriesDefinition definition, Shard shard, int slot, double below, double above, TimeRange range, Sealer sealer)
    {
        shard.Settle(slot);
        sealer.Finish(shard.Number);
        var state = shard[slot];
        var done = new Dictionary<int, (int Looked, int Clipped)>();
        var result = new List<ClippedArchive>();
        foreach (var archive in definition.Schema.Archives)
        {
            var index = state.Layout!.ColumnOf(archive.Function, archive.StepsPerRow);
            if (!done.TryGetValue(index, out var counts))
                done.Add(index, counts = state.LastMicroseconds == 0 ? default : ClipColumn(shard, slot, index, below, above, range, sealer));
            result.Add(new ClippedArchive(archive, counts.Looked, counts.Clipped));
        }
        return result;
    }

    private static (int Looked, int Clipped) ClipColumn(
        Shard shard, int slot, int index, double below, double above, TimeRange range, Sealer sealer)
    {
        ref var state = ref shard[slot];
        var column = state.Layout!.Columns[index];
        var open = shard.Memory.Columns[state.ColumnBase + index];
        var series = shard.Number * Shard.Capacity + slot;
        var seconds = column.Class.RowSeconds;

        // Row r ends at (r + 1) rows.
        var first = Math.Max(Math.Max(0, range.StartSeconds) / seconds, open.OpenRowNumber - (long)column.Class.Rows);
        var hotStart = open.OpenRowNumber - (long)open.HotCount;
        var end = Math.Min(Math.Max(0, range.EndSeconds) / seconds, open.OpenRowNumber);
        var hot = shard.Memory.Hot.AsSpan(state.HotBase + column.HotOffset, open.HotCount);
        var inMemory = end > hotStart ? hot[(int)Math.Max(0, first - hotStart)..(int)(end - hotStart)] : [];
        var counts = ClipRows(inMemory, below, above, out _, out _);

        var rows = new double[Math.Max(0, Math.Min(end, hotStart) - first)];
        rows.AsSpan().Fill(double.NaN);
        column.Class.Read(series, (int)column.Function, first, rows);
        var sealedCounts = ClipRows(rows, below, above, out var from, out var to);
        if (sealedCounts.Clipped > 0)
        {
            sealer.Add(column.Class, series, column, first + from, rows.AsSpan(from, to - from));
            sealer.Finish(shard.Number);
        }
        return (counts.Looked + sealedCounts.Looked, counts.Clipped + sealedCounts.Clipped);
    }

    private static (int Looked, int Clipped) ClipRows(Span<double> rows, double below, double above, out int from, out int to)
    {
        int looked = 0, clipped = 0;
        from = to = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (double.IsNaN(rows[i]))
                continue;
            looked++;
            if (!(rows[i] < below) && !(rows[i] > above))
                continue;
            rows[i] = double.NaN;
            from = clipped++ == 0 ? i : from;
            to = i + 1;
        }
        return (looked, clipped);
    }
}
