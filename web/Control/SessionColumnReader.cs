using Metrics.Grapher.Language;
using Metrics.RrdStore;

namespace Metrics.Web.Control;

/// <summary>Reads columns from a store, our own or that of a running server.</summary>
/// <param name="session">The store.</param>
internal sealed class SessionColumnReader(IStoreSession session) : IColumnReader
{
    // A question is answered with rows and values at once; the values wait here until they are fetched.
    private readonly Dictionary<(string, ConsolidationFunction, Rows), double[]> known = [];

    /// <summary>None: a name that is mistyped is refused by the store, which knows the nearest.</summary>
    public IEnumerable<string> Names => [];

    /// <inheritdoc/>
    /// <exception cref="ControlRefusedException">There is no such series, or too many rows.</exception>
    public Rows? Resolve(string series, ConsolidationFunction function, TimeRange range, int resolutionSeconds)
    {
        QueryAnswer? head = null;
        var values = new List<double>();
        session.Ask(new QueryRequest(series, function, range.StartSeconds, range.EndSeconds, resolutionSeconds), answer =>
        {
            head = answer as QueryAnswer ?? head;
            foreach (var value in (answer as RowsAnswer)?.Values ?? [])
                values.Add(value ?? double.NaN);
        });
        if (head is null)
            return null;
        var rows = new Rows(head.StartSeconds - head.StepSeconds, head.StepSeconds, head.Count);
        known[(series, function, rows)] = [.. values];
        return rows;
    }

    /// <inheritdoc/>
    public void Fetch(string series, ConsolidationFunction function, Rows rows, Span<double> destination) =>
        known[(series, function, rows)].CopyTo(destination);
}
