using Metrics.Actions.Incidents;
using Metrics.Actions.Rules;
using Metrics.Grapher;

namespace Metrics.Web.Alerts;

/// <summary>Incidents as graphs and badges show them.</summary>
internal static class IncidentMarks
{
    /// <summary>The level of a graph's tint.</summary>
    public static ThresholdLevel LevelOf(Incident incident) => incident.Worst == RuleLevel.Critical ? ThresholdLevel.Critical : ThresholdLevel.Warning;
}
