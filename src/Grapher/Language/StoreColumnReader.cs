using Metrics.RrdStore;

namespace Metrics.Grapher.Language;

/// <summary>Reads columns from a store.</summary>
/// <param name="store">The store.</param>
public sealed class StoreColumnReader(RoundRobinStore store) : IColumnReader
{
    /// <summary>Whether a series that is not there, or not yet, is one of unknown values, instead of a mistake.</summary>
    public bool TakesAnyName { get; init; }

    /// <inheritdoc/>
    public IEnumerable<string> Names => store.List().Select(s => s.Name.Value);

    /// <inheritdoc/>
    public Rows? Resolve(string series, ConsolidationFunction function, TimeRange range, int resolutionSeconds) =>
        Find(series) is { } info ? store.Resolve(info.Id, function, range, resolutionSeconds)
        : TakesAnyName ? NoRows(range, resolutionSeconds)
        : null;

    /// <inheritdoc/>
    public void Fetch(string series, ConsolidationFunction function, Rows rows, Span<double> destination)
    {
        // The series may have been deleted since its rows were named; then nothing of it is known.
        if (Find(series) is { } info)
            store.Fetch(info.Id, function, rows, destination);
        else
            destination[..rows.Count].Fill(double.NaN);
    }

    private static Rows NoRows(TimeRange range, int seconds)
    {
        var start = range.StartSeconds - range.StartSeconds % seconds;
        return new Rows(start, seconds, (int)Math.Min((range.EndSeconds - start + seconds - 1) / seconds, GraphLimits.Cells));
    }

    private SeriesInfo? Find(string series) =>
        SeriesName.TryParse(series, out var name, out _) && store.TryFind(name, out var info) ? info : null;
}
