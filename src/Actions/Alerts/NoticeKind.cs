namespace Metrics.Actions.Alerts;

/// <summary>What is told of an incident.</summary>
public enum NoticeKind
{
    /// <summary>That it is there.</summary>
    Raised,

    /// <summary>That it has become critical.</summary>
    Worse,

    /// <summary>That it still is.</summary>
    Again,

    /// <summary>That it is over.</summary>
    Resolved,
}
