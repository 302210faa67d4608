using System.Collections.Immutable;
using Metrics.Grapher;

namespace Metrics.Web.Pages;

/// <summary>Puts graphs and their numbers together for a page.</summary>
internal sealed class Panels(GraphCatalog graphs, GraphRenderer renderer)
{
    /// <summary>Most panels of a section on the overview; its own page has all.</summary>
    private const int PerSection = 6;

    /// <summary>Panels of a section of which no graph is meant for the overview.</summary>
    private const int PerOtherSection = 2;

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
        var chosen = all.Where(graph => graph.OnOverview).Take(PerSection).ToList();
        // Panels stand in pairs: another graph is better than a hole.
        if (chosen.Count % 2 == 1 || chosen.Count == 0)
            chosen.AddRange(all.Except(chosen).Take(chosen.Count == 0 ? PerOtherSection : 1));
        return Section(frame, section, all, [.. chosen]);
    }

    /// <summary>A section with all its graphs.</summary>
    public SectionModel Whole(PageFrame frame, string section) => Section(frame, section, graphs.Of(section), graphs.Of(section));

    private SectionModel Section(PageFrame frame, string section, ImmutableArray<GraphDefinition> all, ImmutableArray<GraphDefinition> shown)
    {
        ImmutableArray<PanelModel> panels = [.. shown.Select(graph => Make(frame, graph, frame.Range))];
        return new SectionModel(section, SectionSentence.Of(panels), panels, all.Length);
    }

    /// <summary>That data are missing; how often they come while they are new; later what the graph says of itself.</summary>
    private string Fact(PageFrame frame, GraphDefinition graph, GraphSummary summary) =>
        summary.LastDataSeconds == 0 ? "no data yet"
        : summary.Stale ? $"no data since {frame.Clock(summary.LastDataSeconds)}"
        : frame.IsNew ? $"every {Words.Step(graphs.StepOf(graph))}"
        : summary.Fact;
}
