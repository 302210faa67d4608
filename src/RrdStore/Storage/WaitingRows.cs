namespace Metrics.RrdStore.Storage;

/// <summary>What a reader needs to know of a column at one moment; the rows that wait are copied beside it.</summary>
/// <param name="Class">Where the sealed rows are.</param>
/// <param name="Function">Number of the function under which they are.</param>
/// <param name="Rows">Rows the archive keeps.</param>
/// <param name="OpenRow">Number of the row in the making.</param>
/// <param name="Waiting">Closed rows that wait in memory, right before it.</param>
internal readonly record struct WaitingRows(RowClass Class, int Function, int Rows, long OpenRow, int Waiting)
{
    /// <summary>Copies while the writer may be changing things: the result counts only if the gate says so afterwards.</summary>
    /// <returns>Null when the series has no such archive or no reading.</returns>
    public static WaitingRows? Copy(ShardMemory memory, int slot, ConsolidationFunction function, int rowSeconds, Span<double> rows)
    {
        if (slot >= memory.Series.Length)
            return null;
        var series = memory.Series[slot];
        if (series.Layout is not { } layout || series.LastMicroseconds == 0 || rowSeconds % layout.Schema.StepSeconds != 0)
            return null;
        var stepsPerRow = rowSeconds / layout.Schema.StepSeconds;
        var index = layout.ColumnOf(function, stepsPerRow);
        if (index < 0 || series.ColumnBase + index >= memory.Columns.Length)
            return null;
        var column = layout.Columns[index];
        var state = memory.Columns[series.ColumnBase + index];
        var hot = series.HotBase + column.HotOffset;
        var count = Math.Clamp(state.HotCount, 0, column.HotCapacity);
        if (hot + count > memory.Hot.Length)
            return null;
        memory.Hot.AsSpan(hot, count).CopyTo(rows);
        return new WaitingRows(column.Class, (int)column.Function, layout.RowsKept(function, stepsPerRow), state.OpenRowNumber, count);
    }
}
