using System.Collections.Immutable;
using Metrics.Grapher.Language;

namespace Metrics.Grapher.Written;

/// <summary>What a text of the graph language puts on a graph besides its series and horizontal lines.</summary>
/// <param name="Options">The text's options.</param>
/// <param name="Rules">Vertical lines.</param>
/// <param name="Ticks">Marks along the plot.</param>
/// <param name="Legend">The legend, piece by piece.</param>
/// <param name="Prints">The texts of PRINT.</param>
/// <param name="Table">The table of XPORT, or null.</param>
internal sealed record WrittenMarks(
    GraphOptions Options, ImmutableArray<VerticalRule> Rules, ImmutableArray<TickRow> Ticks, ImmutableArray<LegendPiece> Legend,
    ImmutableArray<string> Prints, ExportTable? Table);
