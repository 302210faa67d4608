using System.Collections.Immutable;
using Metrics.Grapher;
using Metrics.Grapher.Language;
using Metrics.Web.Live;

namespace Metrics.Web.Pages;

/// <summary>Puts graphs and their numbers together for a page.</summary>
internal sealed class Panels(GraphCatalog graphs, KeptGraphs kept, Bandwidth bandwidth, DailyTraffic traffic, DiskSpaces disks)
{
    /// <summary>Most panels of a section on the overview; its own page has all.</summary>
    private const int PerSection = 6;

    /// <summary>Panels of a section of which no graph is meant for the overview.</summary>
    private const int PerOtherSection = 2;

    /// <summary>A graph with its numbers.</summary>
    public PanelModel Make(PageFrame frame, GraphDefinition graph, GraphRange range)
    {
        try
        {
            var summary = kept.Summarize(graph, range);
            return new PanelModel(graph, range, summary, Fact(frame, graph, summary));
        }
        catch (GraphLanguageException e)
        {
            // One text that cannot be worked out over this range must not take the page with it.
            return new PanelModel(graph, range, new GraphSummary($"{graph.Title} cannot be drawn: {e.Message}", [], 0), "cannot be drawn");
        }
    }

    /// <summary>The same with a line at what a provider would bill: the larger of the 95th percentiles.</summary>
    public static PanelModel WithBilled(PanelModel panel)
    {
        var graph = panel.Graph;
        if (graph.Unit != GraphUnit.BitsPerSecond || graph.Program is not null || panel.Summary.Series.MaxBy(series => series.Percentile95) is not { Percentile95: > 0 and var billed })
            return panel;
        var line = new GraphThreshold(billed, $"95th percentile {ValueFormat.Format(billed, graph.Unit)}", ThresholdLevel.Reference);
        return panel with { Graph = graph with { Thresholds = graph.Thresholds.Add(line) } };
    }

    /// <summary>A section of the overview.</summary>
    public SectionModel Overview(PageFrame frame, string section)
    {
        var all = graphs.Of(section);
        var spaces = section == DiskSpaces.Section ? disks.All : [];
        // One table says at once what a graph for each file system would.
        var shown = spaces.IsEmpty ? all : all.Where(graph => !DiskSpaces.IsSpace(graph));
        var meant = shown.Where(graph => graph.OnOverview);
        var chosen = meant.Select(graph => Make(frame, graph, frame.Range)).Where(IsUsed).Take(PerSection).ToList();
        if (chosen.Count == 0)
            chosen.AddRange(meant.Take(PerOtherSection).Select(graph => Make(frame, graph, frame.Range)));
        // Panels stand in pairs: another graph is better than a hole.
        var name = FirstInterface(section);
        var days = name is null ? null : traffic.Of(name);
        var panels = chosen.Count + (days is null ? 0 : 1);
        var missing = panels == 0 && spaces.IsEmpty ? PerOtherSection : panels % 2;
        chosen.AddRange(shown.Where(graph => !graph.OnOverview).Take(missing).Select(graph => Make(frame, graph, frame.Range)));
        return Section(section, all, [.. chosen], spaces) with { Interface = name, Days = days };
    }

    /// <summary>A section with all its graphs.</summary>
    public SectionModel Whole(PageFrame frame, string section)
    {
        var all = graphs.Of(section);
        var name = FirstInterface(section);
        return Section(section, all, [.. all.Select(graph => Make(frame, graph, frame.Range))], section == DiskSpaces.Section ? disks.All : []) with
        {
            Interface = name,
            Days = name is null ? null : traffic.Of(name),
        };
    }

    /// <summary>A section that consists of these graphs and tells nothing that is not on them.</summary>
    /// <param name="frame">The page.</param>
    /// <param name="section">Its name.</param>
    /// <param name="all">Its graphs.</param>
    /// <param name="most">How many of them are shown.</param>
    public SectionModel Of(PageFrame frame, string section, ImmutableArray<GraphDefinition> all, int most = int.MaxValue) =>
        Section(section, all, [.. all.Take(most).Select(graph => Make(frame, graph, frame.Range))], []);

    private string? FirstInterface(string section) => section == Bandwidth.Section ? bandwidth.Interfaces.FirstOrDefault() : null;

    private static SectionModel Section(
        string section, ImmutableArray<GraphDefinition> all, ImmutableArray<PanelModel> panels, ImmutableArray<DiskSpace> spaces) =>
        new(section, SectionSentence.Of(panels, spaces), panels, all.Length) { Disks = spaces };

    /// <summary>A line that has carried nothing in all the time shown says nothing; a fan that has stopped says much.</summary>
    private static bool IsUsed(PanelModel panel) =>
        panel.Graph.Unit is not (GraphUnit.BitsPerSecond or GraphUnit.BytesPerSecond) || panel.Summary.Series.Any(series => series.Highest > 0);

    /// <summary>That data are missing; how often they come while they are new; later what the graph says of itself.</summary>
    private string Fact(PageFrame frame, GraphDefinition graph, GraphSummary summary) =>
        summary.LastDataSeconds == 0 ? "no data yet"
        : summary.Stale ? $"no data since {frame.Clock(summary.LastDataSeconds)}"
        : frame.IsNew ? $"every {Words.Step(graphs.StepOf(graph))}"
        : summary.Fact;
}
