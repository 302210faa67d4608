namespace Metrics.RrdStore.Storage;

/// <summary>The arrays of a shard. They are replaced together when they grow, so that a reader's view of them fits together.</summary>
internal sealed class ShardMemory(int series, int columns, int hotRows)
{
    /// <summary>By slot.</summary>
    public SeriesState[] Series { get; } = new SeriesState[series];

    /// <summary>Columns of all series, those of one series next to each other.</summary>
    public ColumnState[] Columns { get; } = new ColumnState[columns];

    /// <summary>Closed rows not sealed yet, those of one series next to each other.</summary>
    public double[] Hot { get; } = new double[hotRows];

    /// <summary>A larger copy.</summary>
    public ShardMemory Grown(int series, int columns, int hotRows)
    {
        var grown = new ShardMemory(Math.Max(series, Series.Length), Math.Max(columns, Columns.Length), Math.Max(hotRows, Hot.Length));
        Series.CopyTo(grown.Series, 0);
        Columns.CopyTo(grown.Columns, 0);
        Hot.CopyTo(grown.Hot, 0);
        return grown;
    }
}
