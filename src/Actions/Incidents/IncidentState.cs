namespace Metrics.Actions.Incidents;

/// <summary>Where a rule is with one of its subjects.</summary>
public enum IncidentState
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>It holds, not for long enough yet.</summary>
    Pending,

    /// <summary>There is an incident.</summary>
    Firing,

    /// <summary>The incident seems over, not for long enough yet.</summary>
    Recovering,

    /// <summary>Too little is known to say.</summary>
    NoData,

    /// <summary>The rule cannot be worked out.</summary>
    Error,
}
