using System.Collections.Immutable;
using Metrics.Grapher;

namespace Metrics.Web.Pages;

/// <summary>The sentence beside the title of a section, made from its data.</summary>
internal static class SectionSentence
{
    /// <summary>What is worth saying about these graphs; empty when nothing is known.</summary>
    /// <param name="panels">The graphs.</param>
    /// <param name="disks">The file systems of the section.</param>
    public static string Of(ImmutableArray<PanelModel> panels, ImmutableArray<DiskSpace> disks)
    {
        var sentences = new[] { Warmest(panels), Fans(panels), Fullest(disks), Busiest(panels) }.OfType<string>().ToList();
        if (sentences.Count == 0)
            sentences.AddRange(new[] { First(panels), Load(panels) }.OfType<string>());
        return string.Join(' ', sentences);
    }

    private static string? Warmest(ImmutableArray<PanelModel> panels)
    {
        if (Leading(panels, GraphUnit.Celsius) is not var (panel, series))
            return null;
        var limits = panel.Graph.Thresholds.Where(t => t.Level == ThresholdLevel.Critical && (t.Series is null || t.Series == series.Series.Series)).Select(t => t.Value).ToList();
        var room = limits.Count == 0 ? double.NaN : limits.Min() - series.Now;
        var limit = room >= 0.5 ? $", {room:0}\u00A0°C below its limit" : double.IsNaN(room) ? "" : ", at its limit";
        return $"Warmest is {series.Series.Label}, {ValueFormat.Format(series.Now, GraphUnit.Celsius)}{limit}.";
    }

    /// <summary>A header of a board without a fan says 0 for ever; only what has turned in the time shown is a fan.</summary>
    private static string? Fans(ImmutableArray<PanelModel> panels)
    {
        var fans = panels.Where(panel => panel.Graph.Unit == GraphUnit.Rpm).SelectMany(panel => panel.Summary.Series).Where(fan => fan.Highest > 0 && IsKnown(fan)).ToList();
        var still = fans.Where(fan => fan.Now <= 0).ToList();
        return (fans.Count, still.Count) switch
        {
            (0, _) => null,
            (_, 1) => $"{still[0].Series.Label} stands still.",
            (_, > 1) => $"{still.Count} of {fans.Count} fans stand still.",
            (1, _) => "The fan turns.",
            (2, _) => "Both fans turn.",
            _ => $"All {fans.Count} fans turn.",
        };
    }

    private static string? Fullest(ImmutableArray<DiskSpace> disks)
    {
        if (disks.MaxBy(disk => disk.Share) is not { } fullest)
            return null;
        var soonest = disks.Where(disk => disk.Trend.IsForeseen).MinBy(disk => disk.Trend.DaysLeft);
        return $"{fullest.Mount} is {fullest.ShareInWords} full"
            + (soonest is null ? "." : soonest == fullest ? $" and will be {soonest.Trend.Words}." : $"; {soonest.Mount} will be {soonest.Trend.Words}.");
    }

    private static string? Busiest(ImmutableArray<PanelModel> panels)
    {
        if (Leading(panels, GraphUnit.BitsPerSecond) is not var (panel, series))
            return null;
        var graph = panel.Graph;
        var values = string.Join(", ", panel.Summary.Series.Where(IsKnown).Select(s => $"{Words.InSentence(s.Series.Label)} {ValueFormat.Format(s.Now, graph.Unit)}"));
        var share = graph.Maximum > 0 ? $", {ValueFormat.Format(100 * series.Now / graph.Maximum, GraphUnit.Percent)} of the line" : "";
        return $"{graph.Title}: {values}{share}.";
    }

    private static string? Load(ImmutableArray<PanelModel> panels) =>
        panels.FirstOrDefault(panel => panel.Graph.Unit == GraphUnit.Load && !panel.Summary.Stale) is { Graph.Thresholds: [{ Level: ThresholdLevel.Reference } cores, ..] } load
        && load.Summary.Series.FirstOrDefault() is { } now && IsKnown(now)
            ? $"{load.Graph.Title} is {ValueFormat.Format(now.Now, GraphUnit.Load)} on {cores.Label}."
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
