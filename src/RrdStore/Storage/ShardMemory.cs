namespace Metrics.RrdStore.Storage;

/// <summary>The arrays of a shard. They are replaced together when one grows, so that a reader's view of them fits together.</summary>
internal sealed class ShardMemory(SeriesState[] series, ColumnState[] columns, double[] hot)
{
    /// <summary>By slot.</summary>
    public SeriesState[] Series { get; } = series;

    /// <summary>Columns of all series, those of one series next to each other.</summary>
    public ColumnState[] Columns { get; } = columns;

    /// <summary>Closed rows not sealed yet, those of one series next to each other.</summary>
    public double[] Hot { get; } = hot;

    /// <summary>The same with more room; arrays that have enough are shared.</summary>
    public ShardMemory Grown(int seriesRoom, int columnRoom, int hotRoom) =>
        new(Grown(Series, seriesRoom), Grown(Columns, columnRoom), GrownUnset(Hot, hotRoom));

    private static T[] Grown<T>(T[] array, int room)
    {
        if (array.Length < room)
            Array.Resize(ref array, room);
        return array;
    }

    // What no count covers is never looked at.
    private static double[] GrownUnset(double[] array, int room)
    {
        if (array.Length >= room)
            return array;
        var grown = GC.AllocateUninitializedArray<double>(room);
        array.CopyTo(grown, 0);
        return grown;
    }
}
