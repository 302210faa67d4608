using Metrics.Actions.Incidents;

namespace Metrics.Actions.Alerts;

/// <summary>What one receiver is to be told of one incident.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Kind">What of it.</param>
public sealed record Notice(Incident Incident, NoticeKind Kind)
{
    /// <summary>How often it has come lately, of what comes and goes.</summary>
    public Recurrence Recurrence { get; init; }

    /// <summary>Whether it tells that the incident is over.</summary>
    public bool IsEnd => Kind is NoticeKind.Resolved or NoticeKind.Passed;
}
