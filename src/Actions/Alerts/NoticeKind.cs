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

    /// <summary>That it was there and is over: it ended before anybody could be told that it had begun.</summary>
    Passed,

    /// <summary>That it comes and goes.</summary>
    Flapping,

    /// <summary>That it does not come and go any more, and is there.</summary>
    Settled,
}
