namespace Metrics.RrdStore.Storage;

/// <summary>The closed rows of a column of a series, wherever they are, to be read and changed one by one. Those that wait in memory are
/// changed in place at once; changes of sealed ones are gathered for <see cref="Seal"/>.</summary>
/// <remarks>Sealed rows of a window with a damaged block stay as they are: a new block over them would hide for good what is still there.</remarks>
internal sealed class ColumnRows
{
    private readonly Shard shard;
    private readonly int slot;
    private readonly int index;
    private readonly Dictionary<long, Window> windows = [];
    private Window? recent;

    /// <summary>The rows of a column.</summary>
    /// <param name="shard">The shard; nobody else changes it meanwhile.</param>
    /// <param name="slot">The series.</param>
    /// <param name="index">The column.</param>
    public ColumnRows(Shard shard, int slot, int index)
    {
        this.shard = shard;
        this.slot = slot;
        this.index = index;
        Column = shard[slot].Layout!.Columns[index];
        OpenRow = State.OpenRowNumber;
        FirstRow = Math.Max(0, OpenRow - Column.Class.Rows);
    }

    /// <summary>The column.</summary>
    public Column Column { get; }

    /// <summary>Number of the oldest row that the archive reaches.</summary>
    public long FirstRow { get; }

    /// <summary>Number of the row in the making.</summary>
    public long OpenRow { get; }

    /// <summary>The state of the column.</summary>
    public ref ColumnState State => ref shard.Memory.Columns[shard[slot].ColumnBase + index];

    /// <summary>What rows became other than they were: the number of each first and last one, by stretches within a window.</summary>
    public IEnumerable<(long First, long Last)> Changed => windows.Values.Where(w => w.Last >= w.First).Select(w => (w.First, w.Last)).Order();

    /// <summary>Damaged blocks met so far.</summary>
    public int DamagedBlocks => windows.Values.Sum(w => w.DamagedBlocks);

    /// <summary>Whether some rows are in no window with a damaged block.</summary>
    /// <param name="first">Number of the first row.</param>
    /// <param name="end">Number of the row after the last one.</param>
    public bool IsWhole(long first, long end)
    {
        for (var row = first; row < end; row = (row / Column.Class.WindowRows + 1) * Column.Class.WindowRows)
            if (WindowOf(row).DamagedBlocks > 0)
                return false;
        return true;
    }

    /// <summary>A row, or what it was changed to. NaN for those that are not kept, or not yet.</summary>
    public double this[long row]
    {
        get => row < FirstRow || row >= OpenRow ? double.NaN : WindowOf(row).Rows[row % Column.Class.WindowRows];
        set
        {
            if (row < FirstRow || row >= OpenRow)
                return;
            var window = WindowOf(row);
            var waiting = (int)(row - (OpenRow - State.HotCount));
            if (waiting < 0 && window.DamagedBlocks > 0)
                return;
            ref var old = ref window.Rows[row % Column.Class.WindowRows];
            if (old.Equals(value) && (old != 0 || BitConverter.DoubleToInt64Bits(old) == BitConverter.DoubleToInt64Bits(value)))
                return;
            old = value;
            window.First = Math.Min(window.First, row);
            window.Last = Math.Max(window.Last, row);
            if (waiting >= 0)
                Hot[waiting] = value;
        }
    }

    /// <summary>Gives changed rows that are sealed, window by window, to be sealed again.</summary>
    public void Seal(Sealer sealer)
    {
        foreach (var (first, last) in Changed)
        {
            var end = Math.Min(last + 1, OpenRow - State.HotCount);
            if (first < end)
                sealer.Add(Column.Class, shard.Number * Shard.Capacity + slot, Column, first,
                    WindowOf(first).Rows.AsSpan((int)(first % Column.Class.WindowRows), (int)(end - first)));
        }
    }

    private Span<double> Hot => shard.Memory.Hot.AsSpan(shard[slot].HotBase + Column.HotOffset, State.HotCount);

    private Window WindowOf(long row)
    {
        var number = row / Column.Class.WindowRows;
        if (recent?.Number == number)
            return recent;
        if (windows.TryGetValue(number, out recent))
            return recent;
        recent = new Window(number, new double[Column.Class.WindowRows]);
        windows.Add(number, recent);
        var start = number * Column.Class.WindowRows;
        recent.Rows.AsSpan().Fill(double.NaN);
        recent.DamagedBlocks = Column.Class.Read(shard.Number * Shard.Capacity + slot, (int)Column.Function, start, recent.Rows);
        var hotStart = OpenRow - State.HotCount;
        for (var i = Math.Max(hotStart, start); i < Math.Min(OpenRow, start + recent.Rows.Length); i++)
            recent.Rows[i - start] = Hot[(int)(i - hotStart)];
        return recent;
    }

    private sealed class Window(long number, double[] rows)
    {
        public long Number { get; } = number;

        public double[] Rows { get; } = rows;

        public int DamagedBlocks { get; set; }

        public long First { get; set; } = long.MaxValue;

        public long Last { get; set; } = -1;
    }
}
