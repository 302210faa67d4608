namespace Metrics.Actions.MailServers;

/// <summary>What is done against mail that goes out.</summary>
[Flags]
public enum HoldMeasures
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Packets to the ports of mail are rejected.</summary>
    Filter = 1,

    /// <summary>Mail servers take mail and deliver nothing to others.</summary>
    Hold = 2,

    /// <summary>Mail servers are stopped.</summary>
    Stop = 4,
}
