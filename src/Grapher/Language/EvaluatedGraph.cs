using System.Collections.Immutable;
using Metrics.RrdStore;

namespace Metrics.Grapher.Language;

/// <summary>A text of the graph language with the data of a range put in.</summary>
/// <param name="Options">The text's options.</param>
/// <param name="Range">The time it shows.</param>
/// <param name="Columns">What each DEF and CDEF came to, after SHIFT.</param>
/// <param name="Values">What each VDEF came to.</param>
/// <param name="Elements">What is to be drawn, in order.</param>
/// <param name="Prints">The texts of the PRINT statements, in order.</param>
/// <param name="Table">The table of the XPORT statements, or null when there are none.</param>
public sealed record EvaluatedGraph(
    GraphOptions Options,
    TimeRange Range,
    IReadOnlyDictionary<string, GraphColumn> Columns,
    IReadOnlyDictionary<string, AggregateValue> Values,
    ImmutableArray<GraphElement> Elements,
    ImmutableArray<string> Prints,
    ExportTable? Table);
