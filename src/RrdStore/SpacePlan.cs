namespace Metrics.RrdStore;

/// <summary>The disk space that the rows of a schema take, for each series.</summary>
/// <param name="MostBytes">Never more than this: no value compresses, and every file waits for its compaction.</param>
/// <param name="TypicalBytes">What readings of servers and networks take: 1 byte for a primary data point and 1.8 for a consolidated row.</param>
/// <param name="Rows">Rows kept.</param>
public readonly record struct SpacePlan(long MostBytes, long TypicalBytes, long Rows)
{
    /// <summary>Works a schema out.</summary>
    public static SpacePlan Of(Schema schema)
    {
        long most = 0, rows = 0;
        var typical = 0.0;
        var layout = new Storage.Layout(new DataSource(DataSourceType.Gauge), schema, (seconds, count) => new Storage.RowClass("", seconds, count));
        foreach (var column in layout.Columns)
        {
            most += column.Class.MostBytesPerSeries;
            rows += column.Class.Rows;
            typical += column.Class.Rows * (column.StepsPerRow == 1 ? 1.0 : 1.8);
        }
        return new SpacePlan(most, (long)typical, rows);
    }
}
