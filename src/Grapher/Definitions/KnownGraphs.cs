using System.Collections.Immutable;
using Metrics.RrdStore;

namespace Metrics.Grapher;

/// <summary>The graphs of the series whose names we know: a machine's graphs come for nothing.</summary>
public static class KnownGraphs
{
    /// <summary>The graphs that can be drawn of these series, by section and in the order of a page.</summary>
    /// <param name="series">All series of a store.</param>
    public static ImmutableArray<GraphDefinition> Of(IEnumerable<SeriesInfo> series) =>
        [.. series.Select(s => new GraphDefinition(s.Name.Value, "load", s.Name.Value, GraphUnit.Count,
            [new GraphSeries(s.Name, s.Name.Value, SeriesColour.Blue, SeriesShape.Line)]))];
}
