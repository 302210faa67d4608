using System.Collections.Immutable;
using Metrics.Grapher;

namespace Metrics.Web.Pages;

/// <summary>Puts graphs and their numbers together for a page.</summary>
internal sealed class Panels(GraphCatalog graphs, GraphRenderer renderer)
{
    /// <summary>Panels a section has on the overview; its own page has all.</summary>
    private const int PerSection = 4;

    /// <summary>A graph with its numbers.</summary>
    public PanelModel Make(PageFrame frame, GraphDefinition graph, GraphRange range)
    {
        var summary = renderer.Summarize(graph, range);
        return new PanelModel(graph, range, summary, Fact(frame, graph, summary));
    }

    /// <summary>A section of the overview.</summary>
    public SectionModel Overview(PageFrame frame, string section)
    {
        var all = graphs.Of(section);
        return Section(frame, section, all, all[..Math.Min(all.Length, PerSection)]);
    }

    /// <summary>A section with all its graphs.</summary>
    public SectionModel Whole(PageFrame frame, string section) => Section(frame, section, graphs.Of(section), graphs.Of(section));

    private SectionModel Section(PageFrame frame, string section, ImmutableArray<GraphDefinition> all, ImmutableArray<GraphDefinition> shown)
    {
        ImmutableArray<PanelModel> panels = [.. shown.Select(graph => Make(frame, graph, frame.Range))];
        return new SectionModel(section, SectionSentence.Of(panels), panels, all.Length);
    }

    /// <summary>How often data come while they are new; later the highest value and its time, or the average of what is stacked.</summary>
    private string Fact(PageFrame frame, GraphDefinition graph, GraphSummary summary)
    {
        if (frame.IsNew)
            return $"every {Words.Step(graphs.StepOf(graph))}";
        if (graph.Series.Any(series => series.Shape == SeriesShape.Stack))
            return $"average {ValueFormat.Format(summary.Series.Where(s => !double.IsNaN(s.Average)).Sum(s => s.Average), graph.Unit)}";
        var highest = summary.Series.Where(s => !double.IsNaN(s.Highest)).MaxBy(s => s.Highest);
        return highest is null
            ? "no data"
            : $"highest {ValueFormat.Format(highest.Highest, graph.Unit)} at {frame.Clock(highest.HighestAt)}";
    }
}
