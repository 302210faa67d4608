using System.Collections.Immutable;
using Metrics.Actions.Incidents;

namespace Metrics.Actions.Alerts;

/// <summary>Hours of every week in which nobody is told of some incidents: work that is planned. Section <c>[silence.NAME]</c>.</summary>
/// <param name="Name">Its name.</param>
public sealed record PlannedSilence(string Name)
{
    /// <summary>The hours.</summary>
    public ImmutableArray<WeeklyHours> When { get; init; } = [];

    /// <summary>Names of the rules; empty: all.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];

    /// <summary>What the rules' patterns found; empty: all of it.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Why, for people.</summary>
    public string Comment { get; init; } = "";

    /// <summary>Whether it holds at a local time.</summary>
    public bool Holds(DateTime local) => When.Any(hours => hours.Covers(local));

    /// <summary>Whether it is about an incident.</summary>
    public bool Covers(Incident incident) => (Rules.IsEmpty || Rules.Contains(incident.Rule)) && (Subject.Length == 0 || Subject == incident.Subject);
}
