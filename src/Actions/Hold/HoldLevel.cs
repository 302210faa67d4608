namespace Metrics.Actions.Hold;

/// <summary>How far a hold of mail goes; each level is the one before it and more.</summary>
public enum HoldLevel
{
    /// <summary>Somebody is told, and nothing is done.</summary>
    Warn,

    /// <summary>Mail servers take mail and deliver nothing to others.</summary>
    Hold,

    /// <summary>Besides, nobody on this machine but Metrics reaches a mail server elsewhere: scripts that speak SMTP themselves are stopped too.</summary>
    Filter,

    /// <summary>Besides, the mail servers are stopped.</summary>
    Stop,
}
