using Metrics.Grapher;

namespace Metrics.Web.Pages;

/// <summary>One graph on a page, with its numbers.</summary>
/// <param name="Graph">What is drawn.</param>
/// <param name="Range">Over which time.</param>
/// <param name="Summary">Its numbers and its sentence.</param>
/// <param name="Fact">The one fact beside the title.</param>
public sealed record PanelModel(GraphDefinition Graph, GraphRange Range, GraphSummary Summary, string Fact)
{
    /// <summary>The series in the order of legends and tables. Layers of shares stand on the smallest; words begin with the largest, on top.</summary>
    public IEnumerable<SeriesSummary> Listed =>
        Graph.Unit == GraphUnit.Percent && Graph.Series.All(series => series.Shape == SeriesShape.Stack) ? Summary.Series.Reverse() : Summary.Series;
}
