namespace Metrics.RrdStore.Storage;

/// <summary>How a source and a schema are worked on: shared by all series that have the same.</summary>
internal sealed class Layout
{
    /// <summary>Prepares a source and a schema.</summary>
    /// <param name="source">The data source.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="classOf">Gives the place for rows of so many seconds, of which so many are kept.</param>
    public Layout(DataSource source, Schema schema, Func<int, int, RowClass> classOf)
    {
        Source = source;
        Schema = schema;
        StepMicroseconds = schema.StepSeconds * 1_000_000L;
        // A computed point has a reading of its own, and holds for its step alone.
        HeartbeatMicroseconds = source.Type == DataSourceType.Compute ? StepMicroseconds : schema.HeartbeatSeconds * 1_000_000L;
        var columns = new List<Column>();
        var fineRows = schema.Archives.Where(a => a.StepsPerRow == 1).Select(a => a.Rows).DefaultIfEmpty().Max();
        // The finest first; the others in the order of functions, as the blocks of a series lie in a chunk.
        foreach (var archive in schema.Archives.OrderBy(a => a.StepsPerRow == 1 ? -1 : (int)a.Function))
        {
            var fine = archive.StepsPerRow == 1;
            if (fine && columns.Any(c => c.StepsPerRow == 1))
                continue;
            var rows = fine ? fineRows : archive.Rows;
            var capacity = Column.CapacityOf(archive.StepsPerRow);
            columns.Add(new Column(
                classOf(archive.StepsPerRow * schema.StepSeconds, rows),
                fine ? ConsolidationFunction.Average : archive.Function,
                archive.StepsPerRow, archive.Xff, capacity, HotRows));
            HotRows += capacity;
        }
        Columns = [.. columns];
        ByLength = [.. columns.OrderBy(c => c.StepsPerRow)];
        ReachMicroseconds = columns.Max(c => (c.Class.Rows + 1L) * c.Class.RowSeconds) * 1_000_000 + HeartbeatMicroseconds;
    }

    /// <summary>How readings are understood.</summary>
    public DataSource Source { get; }

    /// <summary>What is kept.</summary>
    public Schema Schema { get; }

    /// <summary>Length of a step.</summary>
    public long StepMicroseconds { get; }

    /// <summary>Longest time between readings.</summary>
    public long HeartbeatMicroseconds { get; }

    /// <summary>How far back a reading can change a row, one in the making included.</summary>
    public long ReachMicroseconds { get; }

    /// <summary>What is kept, without archives that repeat others; the finest first.</summary>
    public Column[] Columns { get; }

    /// <summary>The same, those of the shortest rows first.</summary>
    public Column[] ByLength { get; }

    /// <summary>Whether the first column has the primary data points themselves. They wait in it, and the other columns take many at
    /// once.</summary>
    public bool HasPoints => Columns[0].StepsPerRow == 1;

    /// <summary>Rows that wait in memory, of all columns together.</summary>
    public int HotRows { get; }

    /// <summary>Which column holds the rows of an archive; -1 when none does.</summary>
    public int ColumnOf(ConsolidationFunction function, int stepsPerRow)
    {
        for (var i = 0; i < Columns.Length; i++)
            if (Columns[i].StepsPerRow == stepsPerRow && (stepsPerRow == 1 || Columns[i].Function == function))
                return i;
        return -1;
    }

    /// <summary>Rows that an archive keeps; one that shares a column with longer ones keeps fewer than the column does.</summary>
    public int RowsKept(ConsolidationFunction function, int stepsPerRow)
    {
        var rows = 0;
        foreach (var archive in Schema.Archives)
            if (archive.StepsPerRow == stepsPerRow)
            {
                if (archive.Function == function)
                    return archive.Rows;
                rows = Math.Max(rows, archive.Rows);
            }
        return rows;
    }
}
