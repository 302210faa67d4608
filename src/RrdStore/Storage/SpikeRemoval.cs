namespace Metrics.RrdStore.Storage;

/// <summary>Makes rows outside of limits unknown: those that wait in memory in place, sealed ones by a block that covers them.</summary>
internal static class SpikeRemoval
{
    /// <summary>Clips all archives of a series.</summary>
    /// <returns>What became of each archive, and how many blocks were found damaged; the sealed rows of their windows stay as they are.</returns>
    public static (IReadOnlyList<ClippedArchive> Archives, int Damaged) Clip(
        SeriesDefinition definition, Shard shard, int slot, double below, double above, TimeRange range, Sealer sealer)
    {
        shard.Settle(slot);
        sealer.Finish(shard.Number);
        var state = shard[slot];
        var done = new Dictionary<int, (int Looked, int Clipped, int Damaged)>();
        var result = new List<ClippedArchive>();
        foreach (var archive in definition.Schema.Archives)
        {
            var index = state.Layout!.ColumnOf(archive.Function, archive.StepsPerRow);
            if (!done.TryGetValue(index, out var counts))
                done.Add(index, counts = state.LastMicroseconds == 0 ? default : ClipColumn(shard, slot, index, below, above, range, sealer));
            result.Add(new ClippedArchive(archive, counts.Looked, counts.Clipped));
        }
        return (result, done.Values.Sum(d => d.Damaged));
    }

    private static (int Looked, int Clipped, int Damaged) ClipColumn(
        Shard shard, int slot, int index, double below, double above, TimeRange range, Sealer sealer)
    {
        var rows = new ColumnRows(shard, slot, index);
        var seconds = rows.Column.Class.RowSeconds;
        int looked = 0, clipped = 0;
        // Row r ends at (r + 1) rows.
        var end = Math.Min(Math.Max(0, range.EndSeconds) / seconds, rows.OpenRow);
        for (var row = Math.Max(Math.Max(0, range.StartSeconds) / seconds, rows.FirstRow); row < end; row++)
        {
            var value = rows[row];
            if (double.IsNaN(value))
                continue;
            looked++;
            if (!(value < below) && !(value > above))
                continue;
            rows[row] = double.NaN;
            if (double.IsNaN(rows[row]))
                clipped++;
        }
        rows.Seal(sealer);
        sealer.Finish(shard.Number);
        return (looked, clipped, rows.DamagedBlocks);
    }
}
