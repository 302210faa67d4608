using Metrics.RrdStore.Consolidation;

namespace Metrics.RrdStore.Storage;

/// <summary>Late readings from before what the log knows: the readings around them are gone, and there are only rows. Each holds from the
/// reading before it to its own time, and what it covers of a primary data point takes the place of what was there.</summary>
/// <remarks>Of the readings of one series that come together, each is the one before the next. Before the first, a gauge holds from the
/// start of its step, or from the last known point where that is at most a heartbeat back; the other types need a reading before.
/// Coarser rows are made again from the finest archive that still has their points; where none has, they are mixed by time.</remarks>
internal sealed class PastReadings
{
    private readonly Shard shard;
    private readonly int slot;
    private readonly Layout layout;
    private readonly ColumnRows[] columns;
    private readonly ColumnRows? points;
    private readonly List<Stretch> stretches = [];

    /// <summary>Prepares for a series.</summary>
    public PastReadings(Shard shard, int slot, ColumnRows[] columns)
    {
        this.shard = shard;
        this.slot = slot;
        layout = shard[slot].Layout!;
        this.columns = [.. columns.OrderBy(c => c.Column.StepsPerRow)];
        points = this.columns[0].Column.StepsPerRow == 1 ? this.columns[0] : null;
    }

    /// <summary>Works readings in.</summary>
    /// <param name="readings">The readings in the order of time, none after the last of the series.</param>
    /// <param name="before">The past reading worked in before these, or null.</param>
    /// <returns>How many could say nothing, because the reading before them is not known.</returns>
    public int Apply(IReadOnlyList<Reading> readings, Reading? before)
    {
        var lone = ToStretches(readings, before);
        foreach (var column in columns)
        {
            if (column.Column.StepsPerRow == 1)
                Mix(column, column.FirstRow, 0.5);
            else
                Consolidate(column);
        }
        ChangeState(readings[^1]);
        return lone;
    }

    private int ToStretches(IReadOnlyList<Reading> readings, Reading? before)
    {
        var lone = 0;
        var isGauge = layout.Source.Type is DataSourceType.Gauge or DataSourceType.Compute;
        for (var i = 0; i < readings.Count; i++)
        {
            var reading = readings[i];
            var time = reading.UnixMicroseconds;
            var previous = i > 0 ? readings[i - 1] : before;
            if (previous is { } p && p.UnixMicroseconds < time && time - p.UnixMicroseconds <= layout.HeartbeatMicroseconds)
                stretches.Add(new(p.UnixMicroseconds, time,
                    Rate.Between(layout.Source, p.Kind, p.Bits, reading.Kind, reading.Bits, (time - p.UnixMicroseconds) / 1e6)));
            else if (isGauge || reading.Kind == ReadingKind.Unknown)
                stretches.Add(new(Math.Max(StartOf(reading), previous is { } q && q.UnixMicroseconds < time ? q.UnixMicroseconds : 0), time,
                    Rate.Between(layout.Source, ReadingKind.Unknown, 0, reading.Kind, reading.Bits, 1)));
            else if (i + 1 == readings.Count || readings[i + 1].UnixMicroseconds - time > layout.HeartbeatMicroseconds)
                lone++;
        }
        return lone;
    }

    private long StartOf(in Reading reading)
    {
        var step = layout.StepMicroseconds;
        var own = (reading.UnixMicroseconds - 1) / step;
        if (points is null || reading.Kind == ReadingKind.Unknown)
            return own * step;
        for (var row = own; row > points.FirstRow && reading.UnixMicroseconds - row * step <= layout.HeartbeatMicroseconds; row--)
            if (!double.IsNaN(points[row - 1]))
                return row * step;
        return own * step;
    }

    // Rows whose points are there are made from them. The others, the older ones and those of damaged points, are mixed.
    private void Consolidate(ColumnRows column)
    {
        var steps = column.Column.StepsPerRow;
        var done = -1L;
        foreach (var stretch in stretches)
        {
            var length = steps * layout.StepMicroseconds;
            for (var row = Math.Max(Math.Max(stretch.From / length, column.FirstRow), done + 1); row <= Math.Min((stretch.To - 1) / length, column.OpenRow); row++)
            {
                done = row;
                if (SourceOf(column, row) is { } source)
                    MakeAgain(column, row, source);
                else if (row < column.OpenRow)
                    Mix(column, row, column.Column.Xff, row);
                else
                    MixOpen(ref column.State, column.Column, row * length);
            }
        }
    }

    private ColumnRows? SourceOf(ColumnRows column, long row)
    {
        foreach (var source in columns)
        {
            var (steps, own) = (source.Column.StepsPerRow, column.Column.StepsPerRow);
            if (steps < own && own % steps == 0 && (steps == 1 || source.Column.Function == column.Column.Function && row < column.OpenRow)
                && row * own / steps >= source.FirstRow && source.IsWhole(row * own / steps, Math.Min((row + 1) * own / steps, source.OpenRow)))
                return source;
        }
        return null;
    }

    private static void MakeAgain(ColumnRows column, long row, ColumnRows source)
    {
        var (function, steps) = (column.Column.Function, column.Column.StepsPerRow);
        var made = OpenRow.StartingAfter(function, steps, 0);
        var from = row * steps / source.Column.StepsPerRow;
        var to = Math.Min(from + steps / source.Column.StepsPerRow, source.OpenRow);
        var isClosed = false;
        for (; from < to; from++)
            isClosed = made.Take(function, source[from], source.Column.StepsPerRow);
        if (isClosed)
            column[row] = made.Close(function, steps, column.Column.Xff);
        else if (row == column.OpenRow)
            column.State.Keep(made);
    }

    // A row by time: what the stretches cover takes the place of what was there.
    private void Mix(ColumnRows column, long firstRow, double xff, long lastRow = long.MaxValue)
    {
        var length = column.Column.StepsPerRow * layout.StepMicroseconds;
        lastRow = Math.Min(lastRow, column.OpenRow - 1);
        var done = firstRow - 1;
        for (var i = 0; i < stretches.Count; i++)
            for (var row = Math.Max(stretches[i].From / length, done + 1); row <= Math.Min((stretches[i].To - 1) / length, lastRow); row++)
            {
                done = row;
                var mixed = new RowMixture(row * length, length);
                for (var j = i; j < stretches.Count && stretches[j].From < (row + 1) * length; j++)
                    mixed.Add(stretches[j].From, stretches[j].To, stretches[j].Rate);
                column[row] = mixed.Over(column[row], column.Column.Function, xff);
            }
    }

    // Of a row in the making whose points are not kept, as many unknown points become known as are covered.
    private void MixOpen(ref ColumnState state, Column column, long start)
    {
        // They count again, and nothing closes: how many steps are left does not matter.
        var open = state.Open(stepsLeft: 0);
        foreach (var stretch in stretches)
        {
            var covered = (int)((stretch.To - Math.Max(stretch.From, start)) / layout.StepMicroseconds);
            var count = Math.Min(covered, open.Unknown);
            if (count <= 0 || double.IsNaN(stretch.Rate) || column.Function == ConsolidationFunction.Last)
                continue;
            open.Unknown -= count;
            open.Take(column.Function, stretch.Rate, count);
        }
        state.Keep(open);
    }

    private void ChangeState(in Reading last)
    {
        ref var state = ref shard[slot];
        var step = layout.StepMicroseconds;
        var start = state.LastMicroseconds / step * step;
        foreach (var stretch in stretches)
            if (stretch.To > start)
                state.Point.Replace(stretch.Rate, stretch.To - Math.Max(stretch.From, start), state.LastMicroseconds - start);
        if (last.UnixMicroseconds == state.LastMicroseconds)
            (state.LastKind, state.LastBits) = (last.Kind, last.Bits);
        if (points is not null && state.AnyClosed)
            state.Latest = points[points.OpenRow - 1];
        foreach (var column in columns)
            foreach (var (first, end) in column.Changed)
                for (var row = first; row <= end; row++)
                    if (!double.IsNaN(column[row]))
                    {
                        var known = (uint)((row + 1) * column.Column.Class.RowSeconds);
                        state.FirstKnownSeconds = state.FirstKnownSeconds == 0 ? known : Math.Min(state.FirstKnownSeconds, known);
                        break;
                    }
    }

    private readonly record struct Stretch(long From, long To, double Rate);
}
