namespace Metrics.RrdStore;

/// <summary>The disk space that the rows of a schema take.</summary>
/// <param name="MostBytes">For each series never more than this: no value compresses, files wait for their compaction, one of them is there twice
/// while it is compacted, and a round of writing corrects all of the past at once. Log and catalogue are not in it.</param>
/// <param name="TypicalBytes">What readings of servers and networks take: 1 byte for a primary data point and 1.8 for a consolidated row.</param>
/// <param name="Rows">Rows kept, for each series.</param>
/// <param name="FixedBytes">What is added to <paramref name="MostBytes"/> of all series once.</param>
public readonly record struct SpacePlan(long MostBytes, long TypicalBytes, long Rows, long FixedBytes)
{
    /// <summary>Bytes that the log takes at most while the disk takes what is written.</summary>
    /// <param name="series">Numbers of series in the store, those of deleted ones too.</param>
    public static long LogBytesOf(int series) =>
        (long)Storage.LogFiles.Most((int)(((long)series + Storage.Shard.Capacity - 1) / Storage.Shard.Capacity)) * Storage.LogSegment.DefaultSize;

    /// <summary>Bytes that the catalogue takes at most for series that are not there yet, while it is written anew too: with the longest names, and
    /// 256 bytes of unit, label and attributes.</summary>
    /// <param name="schema">The schema of all of them.</param>
    /// <param name="series">How many.</param>
    public static long CatalogBytesOf(Schema schema, int series) => Storage.Catalog.MostOnDisk(
        series * (long)(Storage.Catalog.RecordBytes + Storage.DefinitionCodec.MostBytesOf(schema) + MetadataBytes), Storage.Catalog.TolerableGarbage);

    private const int MetadataBytes = 256;
    private const double PointBytes = 1;
    private const double RowBytes = 1.8;

    /// <summary>Bytes that the rows of a series take as a rule which another schema makes anew. Those of archives that stay as they are take none.</summary>
    /// <param name="before">The schema that it has.</param>
    /// <param name="after">The one that it gets.</param>
    /// <param name="knownSeconds">How much of its past is known.</param>
    public static long BytesOfChange(Schema before, Schema after, long knownSeconds)
    {
        var old = ColumnsOf(before).Select(c => (c.Function, c.StepsPerRow, c.Class.RowSeconds, c.Class.Rows)).ToHashSet();
        return (long)ColumnsOf(after)
            .Where(c => !old.Contains((c.Function, c.StepsPerRow, c.Class.RowSeconds, c.Class.Rows)))
            .Sum(c => Math.Min(c.Class.Rows, knownSeconds / c.Class.RowSeconds) * TypicalBytesOf(c));
    }

    /// <summary>Works a schema out.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="slots">Numbers of series in the store, those of deleted ones too, for each series of this schema: others between them take
    /// room in tables. 1 when all have it.</param>
    public static SpacePlan Of(Schema schema, double slots = 1)
    {
        long most = 0, rows = 0;
        var typical = 0.0;
        var columns = ColumnsOf(schema);
        foreach (var column in columns)
        {
            most += column.Class.MostBytesPerSeries(slots);
            rows += column.Class.Rows;
            typical += column.Class.Rows * TypicalBytesOf(column);
        }
        return new SpacePlan(most, (long)typical, rows, columns.Length * Storage.RowClass.FixedBytes);
    }

    private static Storage.Column[] ColumnsOf(Schema schema) =>
        new Storage.Layout(new DataSource(DataSourceType.Gauge), schema, (seconds, count) => new Storage.RowClass("", seconds, count)).Columns;

    private static double TypicalBytesOf(Storage.Column column) => column.StepsPerRow == 1 ? PointBytes : RowBytes;
}
