namespace Metrics.RrdStore.Storage;

/// <summary>What a series had as rows, asked for any stretch of time: from the finest archive that reaches back so far.</summary>
internal sealed class RowSampler
{
    private readonly List<Source> sources = [];

    /// <summary>Reads all sealed rows of a series. Rows that wait in memory must have been sealed before.</summary>
    /// <param name="series">Number of the series.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="columns">The state of its columns.</param>
    /// <param name="function">The function wanted; where no archive has it, others stand in.</param>
    public RowSampler(int series, Layout layout, ReadOnlySpan<ColumnState> columns, ConsolidationFunction function)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            var column = layout.Columns[i];
            var open = columns[i].OpenRowNumber;
            var rows = new double[(int)Math.Min(column.Class.Rows, open)];
            rows.AsSpan().Fill(double.NaN);
            DamagedBlocks += column.Class.Read(series, (int)column.Function, open - rows.Length, rows);
            sources.Add(new Source(column, open - rows.Length, rows));
        }
        // At one length the wanted function first, then the mean.
        sources.Sort((a, b) => (a.Column.StepsPerRow, Rank(a, function)).CompareTo((b.Column.StepsPerRow, Rank(b, function))));
        if (sources.Any(s => Rank(s, function) == 0))
            sources.RemoveAll(s => Rank(s, function) > 0);
    }

    /// <summary>Blocks found damaged; their rows are unknown.</summary>
    public int DamagedBlocks { get; }

    /// <summary>End of the newest row of the finest archive, in seconds.</summary>
    public long End => sources[0].End;

    /// <summary>Start of the oldest row of any archive, in seconds.</summary>
    public long Start => sources.Min(s => s.FirstRow * s.Column.Class.RowSeconds);

    /// <summary>Consolidates a stretch of time.</summary>
    /// <param name="function">How.</param>
    /// <param name="from">Its start, in seconds.</param>
    /// <param name="to">Its end.</param>
    /// <param name="xff">Share of it that may be unknown.</param>
    public double Over(ConsolidationFunction function, long from, long to, double xff)
    {
        var source = sources.Find(s => s.FirstRow * s.Column.Class.RowSeconds <= from) ?? sources.MinBy(s => s.FirstRow * s.Column.Class.RowSeconds)!;
        var seconds = source.Column.Class.RowSeconds;
        double sum = 0, known = 0, smallest = double.PositiveInfinity, largest = double.NegativeInfinity, last = double.NaN;
        for (var row = from / seconds; row * seconds < to; row++)
        {
            var value = source.ValueOf(row);
            last = value;
            if (double.IsNaN(value))
                continue;
            var overlap = Math.Min(to, (row + 1) * seconds) - Math.Max(from, row * seconds);
            known += overlap;
            sum += value * overlap;
            smallest = Math.Min(smallest, value);
            largest = Math.Max(largest, value);
        }
        if (known == 0 || to - from - known > (to - from) * xff)
            return double.NaN;
        return function switch
        {
            // One row that covers all of it is its own mean, to the last bit.
            ConsolidationFunction.Average => smallest == largest ? smallest : sum / known,
            ConsolidationFunction.Minimum => smallest,
            ConsolidationFunction.Maximum => largest,
            _ => last,
        };
    }

    private static int Rank(Source source, ConsolidationFunction function) =>
        source.Column.StepsPerRow == 1 || source.Column.Function == function ? 0
        : source.Column.Function == ConsolidationFunction.Average ? 1 : 2;

    private sealed record Source(Column Column, long FirstRow, double[] Rows)
    {
        public long End => (FirstRow + Rows.Length) * Column.Class.RowSeconds;

        public double ValueOf(long row) =>
            row >= FirstRow && row < FirstRow + Rows.Length ? Rows[(int)(row - FirstRow)] : double.NaN;
    }
}
