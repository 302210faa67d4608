using Metrics.RrdStore.Consolidation;

namespace Metrics.RrdStore.Storage;

/// <summary>Gives a series another source or schema and keeps what it has: rows of archives that stay, and new archives filled from the
/// finest old one that reaches.</summary>
internal static class SchemaChange
{
    /// <summary>Changes the state of a series. The rows it moves are sealed, to be written like any others.</summary>
    /// <param name="shard">Its shard.</param>
    /// <param name="slot">Its slot.</param>
    /// <param name="to">The new layout.</param>
    /// <param name="version">The definition that it belongs to.</param>
    /// <param name="sealer">Takes the rows.</param>
    /// <returns>How many blocks were found damaged; what was to be filled from them is unknown.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static int Apply(Shard shard, int slot, Layout to, uint version, Sealer sealer)
    {
        if (shard[slot].Layout is not { } from || shard[slot].LastMicroseconds == 0)
        {
            shard.Place(slot, to, version);
            return 0;
        }
        foreach (var rowClass in from.Columns.Select(c => c.Class).Distinct())
            sealer.Seal(shard, rowClass);
        var old = shard[slot];
        var series = shard.Number * Shard.Capacity + slot;
        var columns = shard.Memory.Columns.AsSpan(old.ColumnBase, from.Columns.Length).ToArray();

        shard.Place(slot, to, version);
        ref var state = ref shard[slot];
        state = old with { Layout = to, Version = version, ColumnBase = state.ColumnBase, HotBase = state.HotBase };
        if (to.Source.Type != from.Source.Type)
            state.LastKind = ReadingKind.Unknown;
        var damaged = 0;
        if (to.StepMicroseconds != from.StepMicroseconds)
            damaged += ChangeStep(ref state, series, from, to, columns);
        for (var i = 0; i < to.Columns.Length; i++)
            shard.Memory.Columns[state.ColumnBase + i] = Fill(shard, series, from, columns, to, to.Columns[i], ref state, sealer, ref damaged);
        return damaged;
    }

    // What of the new step lies before the last reading, as far as it is known.
    private static int ChangeStep(ref SeriesState state, int series, Layout from, Layout to, ColumnState[] columns)
    {
        var last = state.LastMicroseconds;
        var start = last / to.StepMicroseconds * to.StepMicroseconds;
        state.StepEndSeconds = (uint)((start + to.StepMicroseconds) / 1_000_000);
        var oldStart = last / from.StepMicroseconds * from.StepMicroseconds;
        var open = state.Point;
        var openKnown = last - oldStart - open.UnknownMicroseconds;
        var openRate = openKnown > 0 ? open.Sum / (openKnown / 1e6) : double.NaN;
        var point = default(OpenPoint);
        var damaged = 0;
        point.Sum = double.NaN;
        if (oldStart > start)
        {
            var sampler = new RowSampler(series, from, columns, ConsolidationFunction.Average);
            damaged = sampler.DamagedBlocks;
            for (var at = start; at < oldStart; at += from.StepMicroseconds)
                point.Add(sampler.Over(ConsolidationFunction.Average, at / 1_000_000, (at + from.StepMicroseconds) / 1_000_000, 0.5), from.StepMicroseconds);
        }
        point.Add(openRate, last - Math.Max(start, oldStart));
        state.Point = point;
        return damaged;
    }

    private static ColumnState Fill(
        Shard shard, int series, Layout from, ColumnState[] columns, Layout to, Column column, ref SeriesState state, Sealer sealer,
        ref int damaged)
    {
        var step = to.Schema.StepSeconds;
        var lastStep = state.StepEndSeconds / step - 1;
        var open = lastStep / column.StepsPerRow;
        var same = from.Schema.StepSeconds == step ? from.ColumnOf(column.Function, column.StepsPerRow) : -1;
        if (same >= 0 && from.Columns[same].Class == column.Class)
            return columns[same];

        var sampler = new RowSampler(series, from, columns, column.Function);
        damaged += sampler.DamagedBlocks;
        var seconds = column.Class.RowSeconds;
        var first = Math.Max(open - column.Class.Rows, sampler.Start / seconds);
        var rows = new double[Math.Max(0, open - first)];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = sampler.Over(column.Function, (first + i) * seconds, (first + i + 1) * seconds, column.Xff);
        if (same >= 0)
        {
            // What the archive itself had is kept to the bit.
            var kept = Math.Max(first, open - from.Columns[same].Class.Rows);
            from.Columns[same].Class.Read(series, (int)column.Function, kept, rows.AsSpan((int)(kept - first)));
        }
        var known = rows.AsSpan().IndexOfAnyExcept(double.NaN);
        if (known >= 0)
        {
            sealer.Add(column.Class, series, column, first + known, rows.AsSpan(known));
            sealer.Finish(shard.Number);
        }
        if (same >= 0)
            return columns[same];

        var made = OpenRow.StartingAfter(column.Function, column.StepsPerRow, 0);
        for (var at = open * column.StepsPerRow; at < lastStep; at++)
            made.Take(column.Function, sampler.Over(column.Function, at * step, (at + 1) * step, 0.5), 1);
        var result = new ColumnState { OpenRowNumber = (uint)open };
        result.Keep(made);
        return result;
    }
}
