using System.Collections.Immutable;
using Metrics.Grapher;

namespace Metrics.Web.Pages;

/// <summary>The sentence beside the title of a section, made from its data.</summary>
internal static class SectionSentence
{
    /// <summary>What is worth saying about these graphs; empty when nothing is known.</summary>
    public static string Of(ImmutableArray<PanelModel> panels)
    {
        var sentences = new[] { Warmest(panels), Busiest(panels) }.OfType<string>().ToList();
        if (sentences.Count == 0 && First(panels) is { } first)
            sentences.Add(first);
        return string.Join(' ', sentences);
    }

    private static string? Warmest(ImmutableArray<PanelModel> panels) =>
        Leading(panels, GraphUnit.Celsius) is var (panel, series)
            ? $"Warmest is {series.Series.Label}, {ValueFormat.Format(series.Now, panel.Graph.Unit)}."
            : null;

    private static string? Busiest(ImmutableArray<PanelModel> panels) =>
        Leading(panels, GraphUnit.BitsPerSecond) is var (panel, _)
            ? $"{panel.Graph.Title}: {string.Join(", ", panel.Summary.Series.Where(IsKnown).Select(s => $"{Words.InSentence(s.Series.Label)} {ValueFormat.Format(s.Now, panel.Graph.Unit)}"))}."
            : null;

    /// <summary>The first graph that has a value: what is used of what, the sum of its layers, or its first series.</summary>
    private static string? First(ImmutableArray<PanelModel> panels)
    {
        foreach (var (graph, _, summary, _) in panels)
        {
            var known = summary.Series.Where(IsKnown).ToList();
            if (known.Count == 0 || summary.Stale)
                continue;
            if (graph.Fact == GraphFact.PartOfWhole && summary.Fact.Length > 0)
                return $"{graph.Title}: {summary.Fact}.";
            var layers = graph.Series.All(series => series.Shape == SeriesShape.Stack);
            var now = layers ? known.Sum(series => series.Now) : known[0].Now;
            // Rounded layers may sum up to a little more than there can be.
            return $"{graph.Title} is {ValueFormat.Format(now > graph.Maximum ? graph.Maximum : now, graph.Unit)}.";
        }
        return null;
    }

    /// <summary>The series with the highest value now among the graphs of a unit.</summary>
    private static (PanelModel Panel, SeriesSummary Series)? Leading(ImmutableArray<PanelModel> panels, GraphUnit unit)
    {
        var all = panels.Where(panel => panel.Graph.Unit == unit)
            .SelectMany(panel => panel.Summary.Series.Where(IsKnown).Select(series => (panel, series))).ToList();
        return all.Count == 0 ? null : all.MaxBy(pair => pair.series.Now);
    }

    private static bool IsKnown(SeriesSummary series) => !double.IsNaN(series.Now);
}
