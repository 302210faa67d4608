namespace Metrics.Actions.Outbox;

/// <summary>Where a message is.</summary>
public enum OutboxState
{
    /// <summary>It will be tried, again or for the first time.</summary>
    Waiting,

    /// <summary>It is being handed over now.</summary>
    Sending,

    /// <summary>The other side has taken it.</summary>
    Accepted,

    /// <summary>Nobody took it in time.</summary>
    Expired,

    /// <summary>The other side has said that it will never take it.</summary>
    Refused,
}
