using System.Collections.Immutable;
using Metrics.Grapher;

namespace Metrics.Web.Pages;

/// <summary>The row of numbers on a graph's page.</summary>
internal static class PageFacts
{
    private const int Most = 5;

    /// <summary>Every series now, then what its longer ranges say: the 95th percentile for rates, the highest for others.</summary>
    /// <param name="frame">Tells times.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="dayPanel">Its numbers for the day.</param>
    /// <param name="monthPanel">Its numbers for the month.</param>
    public static ImmutableArray<PageFact> Of(PageFrame frame, GraphDefinition graph, PanelModel dayPanel, PanelModel monthPanel)
    {
        var (day, month) = (dayPanel.Summary, monthPanel.Summary);
        var facts = dayPanel.Listed.Take(Most - 2).Select(series => Make($"{series.Series.Label} now", series.Now, graph, ShareOf(series.Now, graph))).ToList();
        if (day.Series.MaxBy(series => series.Highest) is { } top && !double.IsNaN(top.Highest))
            facts.Add(Make("Highest, 30 h", top.Highest, graph, $"{top.Series.Label}, {frame.Clock(top.HighestAt)}"));
        if (ValueFormat.TotalUnit(graph.Unit) is GraphUnit.Traffic and var traffic && month.Series.Length == 2 && month.Series[1] is { Total: > 0 } last)
        {
            var (number, unit) = ValueFormat.Split(last.Total, traffic);
            facts.Add(new PageFact($"{last.Series.Label}, 35 days", number, unit, $"{Words.InSentence(month.Series[0].Series.Label)} {ValueFormat.Format(month.Series[0].Total, traffic)}"));
        }
        if (graph.Unit is GraphUnit.BitsPerSecond && month.Series.MaxBy(series => series.Percentile95) is { } billed && !double.IsNaN(billed.Percentile95))
            facts.Add(Make("95th percentile, 35 days", billed.Percentile95, graph, "the value a provider bills"));
        else if (day.Series.MaxBy(series => series.Average) is { } mean && !double.IsNaN(mean.Average))
            facts.Add(Make("Average, 30 h", mean.Average, graph, mean.Series.Label));
        return [.. facts];
    }

    private static PageFact Make(string title, double value, GraphDefinition graph, string context)
    {
        var (number, unit) = ValueFormat.Split(value, graph.Unit);
        return new PageFact(title, number, unit, context);
    }

    private static string ShareOf(double value, GraphDefinition graph) =>
        graph.Maximum > 0 && graph.Unit != GraphUnit.Percent && !double.IsNaN(value)
            ? $"{ValueFormat.Format(100 * value / graph.Maximum, GraphUnit.Percent)} of {(graph.Unit == GraphUnit.BitsPerSecond ? "the line" : ValueFormat.Format(graph.Maximum, graph.Unit))}"
            : "";
}
