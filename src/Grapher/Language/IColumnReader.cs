using Metrics.RrdStore;

namespace Metrics.Grapher.Language;

/// <summary>Where the values of a graph come from.</summary>
public interface IColumnReader
{
    /// <summary>The names there are, for hints when one is mistyped.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>The name of the series that a DEF means, by default <see cref="SeriesReference.StoreName"/>.</summary>
    string NameOf(SeriesReference reference) => reference.StoreName;

    /// <summary>Which rows answer a question, or null when there is no such series.</summary>
    /// <param name="series">The name.</param>
    /// <param name="function">How rows are consolidated.</param>
    /// <param name="range">The time asked for; the rows cover it.</param>
    /// <param name="resolutionSeconds">The wished step.</param>
    Rows? Resolve(string series, ConsolidationFunction function, TimeRange range, int resolutionSeconds);

    /// <summary>Reads the rows that <see cref="Resolve"/> named.</summary>
    /// <param name="series">The name.</param>
    /// <param name="function">How rows are consolidated.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="destination">At least <c>rows.Count</c> values, oldest first; unknown is NaN.</param>
    void Fetch(string series, ConsolidationFunction function, Rows rows, Span<double> destination);
}
