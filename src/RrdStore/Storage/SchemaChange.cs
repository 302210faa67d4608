using Metrics.RrdStore.Consolidation;

namespace Metrics.RrdStore.Storage;

/// <summary>Another source or schema for a series that keeps what it has: rows of archives that stay, and new archives filled from the finest
/// old one that reaches.</summary>
/// <remarks>All that can fail is done before anything changes: rows are sealed, then read and worked out, and only <see cref="Apply"/> gives
/// the series what was made of them.</remarks>
internal sealed class SchemaChange
{
    private readonly Shard shard;
    private readonly int slot;
    private readonly Layout from, to;

    // What it has, and what it is going to have; null before its first reading.
    private readonly ColumnState[] old = [];
    private readonly ColumnState[]? made;
    private readonly List<(Column Column, long First, double[] Rows)> moved = [];
    private SeriesState state;

    /// <summary>Works out what becomes of a series whose rows <see cref="Seal"/> has sealed. Nothing is changed.</summary>
    /// <param name="shard">Its shard.</param>
    /// <param name="slot">Its slot, which has a series.</param>
    /// <param name="to">The new layout.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public SchemaChange(Shard shard, int slot, Layout to)
    {
        (this.shard, this.slot, this.to) = (shard, slot, to);
        state = shard[slot];
        from = state.Layout!;
        if (state.LastMicroseconds == 0)
            return;
        old = shard.Memory.Columns.AsSpan(state.ColumnBase, from.Columns.Length).ToArray();
        if (to.Source.Type != from.Source.Type)
            state.LastKind = ReadingKind.Unknown;
        if (to.StepMicroseconds != from.StepMicroseconds)
            ChangeStep();
        made = [.. to.Columns.Select(Fill)];
    }

    /// <summary>How many blocks were found damaged; what was to be filled from them is unknown.</summary>
    public int DamagedBlocks { get; private set; }

    private int Series => shard.Number * Shard.Capacity + slot;

    /// <summary>Seals what waits in memory of the classes of a series, as happens to it every now and then.</summary>
    public static void Seal(Shard shard, int slot, Sealer sealer)
    {
        if (shard[slot] is { Layout: { } layout, LastMicroseconds: > 0 })
            foreach (var rowClass in layout.Columns.Select(c => c.Class).Distinct())
                sealer.Seal(shard, rowClass);
    }

    /// <summary>Changes the series. The rows it moves are sealed, to be written like any others.</summary>
    /// <param name="version">The definition that its state belongs to from now on.</param>
    /// <param name="sealer">Takes the rows.</param>
    public void Apply(uint version, Sealer sealer)
    {
        shard.Place(slot, to, version);
        if (made is null)
            return;
        ref var placed = ref shard[slot];
        placed = state with { Layout = to, Version = version, ColumnBase = placed.ColumnBase, HotBase = placed.HotBase };
        made.CopyTo(shard.Memory.Columns.AsSpan(placed.ColumnBase));
        foreach (var (column, first, rows) in moved)
        {
            sealer.Add(column.Class, Series, column, first, rows);
            sealer.Finish(shard.Number);
        }
    }

    // What of the new step lies before the last reading, as far as it is known.
    private void ChangeStep()
    {
        var last = state.LastMicroseconds;
        var start = last / to.StepMicroseconds * to.StepMicroseconds;
        state.StepEndSeconds = (uint)((start + to.StepMicroseconds) / 1_000_000);
        var oldStart = last / from.StepMicroseconds * from.StepMicroseconds;
        var open = state.Point;
        var openKnown = last - oldStart - open.UnknownMicroseconds;
        var openRate = openKnown > 0 ? open.Sum / (openKnown / 1e6) : double.NaN;
        var point = default(OpenPoint);
        point.Sum = double.NaN;
        if (oldStart > start)
        {
            var sampler = Sampler(ConsolidationFunction.Average);
            for (var at = start; at < oldStart; at += from.StepMicroseconds)
                point.Add(sampler.Over(ConsolidationFunction.Average, at / 1_000_000, (at + from.StepMicroseconds) / 1_000_000, 0.5), from.StepMicroseconds);
        }
        point.Add(openRate, last - Math.Max(start, oldStart));
        state.Point = point;
    }

    private ColumnState Fill(Column column)
    {
        var step = to.Schema.StepSeconds;
        var lastStep = state.StepEndSeconds / step - 1;
        var open = lastStep / column.StepsPerRow;
        var same = from.Schema.StepSeconds == step ? from.ColumnOf(column.Function, column.StepsPerRow) : -1;
        if (same >= 0 && from.Columns[same].Class == column.Class)
            return old[same];

        var sampler = Sampler(column.Function);
        var seconds = column.Class.RowSeconds;
        var first = Math.Max(open - column.Class.Rows, sampler.Start / seconds);
        var rows = new double[Math.Max(0, open - first)];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = sampler.Over(column.Function, (first + i) * seconds, (first + i + 1) * seconds, column.Xff);
        if (same >= 0)
        {
            // What the archive itself had is kept to the bit.
            var kept = Math.Max(first, open - from.Columns[same].Class.Rows);
            from.Columns[same].Class.Read(Series, (int)column.Function, kept, rows.AsSpan((int)(kept - first)));
        }
        var known = rows.AsSpan().IndexOfAnyExcept(double.NaN);
        if (known >= 0)
            moved.Add((column, first + known, rows[known..]));
        if (same >= 0)
            return old[same];

        var row = OpenRow.StartingAfter(column.Function, column.StepsPerRow, 0);
        for (var at = open * column.StepsPerRow; at < lastStep; at++)
            row.Take(column.Function, sampler.Over(column.Function, at * step, (at + 1) * step, 0.5), 1);
        var result = new ColumnState { OpenRowNumber = (uint)open };
        result.Keep(row);
        return result;
    }

    private RowSampler Sampler(ConsolidationFunction function)
    {
        var sampler = new RowSampler(Series, from, old, function);
        DamagedBlocks += sampler.DamagedBlocks;
        return sampler;
    }
}
