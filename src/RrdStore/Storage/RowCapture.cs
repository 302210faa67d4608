namespace Metrics.RrdStore.Storage;

/// <summary>Keeps the rows that one series of a shard gives, instead of sealing them.</summary>
internal sealed class RowCapture() : Sealer(new PendingWork())
{
    private readonly List<(Column Column, long FirstRow, double[] Rows)> rows = [];

    /// <summary>The series whose rows are kept; those of others are dropped.</summary>
    public int Series { get; set; } = -1;

    /// <summary>What was given so far, in the order of time for each column.</summary>
    public IReadOnlyList<(Column Column, long FirstRow, double[] Rows)> Rows => rows;

    /// <summary>Begins anew with another series.</summary>
    public void Begin(int series)
    {
        Series = series;
        rows.Clear();
    }

    /// <inheritdoc/>
    public override void Add(RowClass rowClass, int series, Column column, long firstRow, ReadOnlySpan<double> added)
    {
        if (series == Series)
            rows.Add((column, firstRow, added.ToArray()));
    }

    /// <inheritdoc/>
    public override void Finish(int shard)
    {
        // Nothing is made of the rows here.
    }
}
