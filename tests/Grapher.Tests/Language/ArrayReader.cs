using Metrics.Grapher.Language;
using Metrics.RrdStore;

namespace Metrics.Grapher.Tests.Language;

/// <summary>Columns from arrays. Rows are chosen as rrd_fetch.c chooses them of a file with one archive: an aligned end gains one row.</summary>
internal sealed class ArrayReader : IColumnReader
{
    private readonly Dictionary<string, GraphColumn> columns = [];

    public IEnumerable<string> Names => columns.Keys;

    public ArrayReader Add(string name, long start, int step, params double[] values)
    {
        columns[name] = new GraphColumn(start, step, values);
        return this;
    }

    public Rows? Resolve(string series, ConsolidationFunction function, TimeRange range, int resolutionSeconds)
    {
        if (!columns.TryGetValue(series, out var column))
            return null;
        var start = range.StartSeconds - range.StartSeconds % column.StepSeconds;
        var end = range.EndSeconds - range.EndSeconds % column.StepSeconds + column.StepSeconds;
        return new Rows(start, column.StepSeconds, (int)((end - start) / column.StepSeconds));
    }

    public void Fetch(string series, ConsolidationFunction function, Rows rows, Span<double> destination)
    {
        for (var i = 0; i < rows.Count; i++)
            destination[i] = columns[series].At(rows.EndOf(i));
    }
}
