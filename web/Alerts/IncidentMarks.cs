using System.Collections.Immutable;
using Metrics.Actions.Incidents;
using Metrics.Actions.Rules;
using Metrics.Grapher;

namespace Metrics.Web.Alerts;

/// <summary>Incidents as graphs and badges show them.</summary>
internal static class IncidentMarks
{
    /// <summary>Graphs with the incidents of their series; those without any as they are.</summary>
    public static ImmutableArray<GraphDefinition> On(ImmutableArray<GraphDefinition> graphs, ImmutableArray<Incident> incidents)
    {
        if (incidents.IsEmpty)
            return graphs;
        var bySeries = incidents.SelectMany(incident => incident.Series.Select(series => (series, incident))).ToLookup(one => one.series, one => one.incident, StringComparer.Ordinal);
        return [.. graphs.Select(graph => graph.Sources.SelectMany(series => bySeries[series.Value]).Distinct().Select(Interval).ToImmutableArray() is { IsEmpty: false } alerts
            ? graph with { Alerts = alerts } : graph)];
    }

    private static AlertInterval Interval(Incident incident) => new(incident.Started, incident.Ended, LevelOf(incident), incident.Title);

    /// <summary>The level of a graph's tint.</summary>
    public static ThresholdLevel LevelOf(Incident incident) => incident.Worst == RuleLevel.Critical ? ThresholdLevel.Critical : ThresholdLevel.Warning;
}
