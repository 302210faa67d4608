using Metrics.RrdStore.Consolidation;
using Metrics.RrdStore.Format.Codec;

namespace Metrics.RrdStore.Storage;

/// <summary>What a reader needs to know of a column at one moment; the rows that wait are copied beside it.</summary>
/// <param name="Column">The column.</param>
/// <param name="Rows">Rows the archive keeps.</param>
/// <param name="Open">The row in the making.</param>
/// <param name="OpenRow">Its number.</param>
/// <param name="Waiting">Closed rows that wait in memory, right before it.</param>
internal readonly record struct WaitingRows(Column Column, int Rows, OpenRow Open, long OpenRow, int Waiting)
{
    /// <summary>Copies while the writer may be changing things: the result counts only if the gate says so afterwards.</summary>
    /// <param name="memory">The memory of the shard.</param>
    /// <param name="slot">The series.</param>
    /// <param name="function">The function wanted.</param>
    /// <param name="rowSeconds">Seconds of a row.</param>
    /// <param name="rows">At least <see cref="Column.MostRows"/>; takes the rows that wait.</param>
    /// <param name="points">At least <see cref="Column.FineCapacity"/>; takes the points that the column has not taken yet.</param>
    /// <param name="unsettled">How many these are.</param>
    /// <returns>Null when the series has no such archive or no reading.</returns>
    public static WaitingRows? Copy(
        ShardMemory memory, int slot, ConsolidationFunction function, int rowSeconds, Span<double> rows, Span<double> points, out int unsettled)
    {
        unsettled = 0;
        if (slot >= memory.Series.Length)
            return null;
        var series = memory.Series[slot];
        if (series.Layout is not { } layout || series.LastMicroseconds == 0 || rowSeconds % layout.Schema.StepSeconds != 0)
            return null;
        var stepsPerRow = rowSeconds / layout.Schema.StepSeconds;
        var index = layout.ColumnOf(function, stepsPerRow);
        if (index < 0 || series.ColumnBase + layout.Columns.Length > memory.Columns.Length || series.HotBase + layout.HotRows > memory.Hot.Length)
            return null;
        var column = layout.Columns[index];
        var state = memory.Columns[series.ColumnBase + index];
        var count = Math.Clamp(state.HotCount, 0, column.HotCapacity);
        memory.Hot.AsSpan(series.HotBase + column.HotOffset, count).CopyTo(rows);
        if (stepsPerRow > 1)
        {
            var end = Math.Clamp(memory.Columns[series.ColumnBase].HotCount, 0, Column.FineCapacity);
            unsettled = Math.Clamp(series.Unsettled, 0, end);
            memory.Hot.AsSpan(series.HotBase + end - unsettled, unsettled).CopyTo(points);
        }
        var taken = series.StepEndSeconds / layout.Schema.StepSeconds - 1 - unsettled;
        return new WaitingRows(column, layout.RowsKept(function, stepsPerRow), state.Open(column.StepsLeft(taken)), state.OpenRowNumber, count);
    }

    /// <summary>Whether the sealed rows of two series end at the same place of the same files.</summary>
    public bool SharesPlaceOf(in WaitingRows other) => Column == other.Column && Rows == other.Rows && OpenRow == other.OpenRow;

    /// <summary>The same with the points taken, and without the row in the making.</summary>
    /// <param name="points">The points that the column had not taken.</param>
    /// <param name="rows">The rows that wait; takes those that the points close.</param>
    public WaitingRows Settled(ReadOnlySpan<double> points, Span<double> rows)
    {
        var open = Open;
        var closed = open.TakeAll(Column.Function, Column.StepsPerRow, Column.Xff, points, ValidityMap.AreAllKnown(points), rows[Waiting..]);
        return this with { Open = default, OpenRow = OpenRow + closed, Waiting = Waiting + closed };
    }
}
