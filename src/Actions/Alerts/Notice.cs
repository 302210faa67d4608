using Metrics.Actions.Incidents;

namespace Metrics.Actions.Alerts;

/// <summary>What one receiver is to be told of one incident.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Kind">What of it.</param>
public sealed record Notice(Incident Incident, NoticeKind Kind);
