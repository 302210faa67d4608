namespace Metrics.Actions.Hold;

/// <summary>The steps of a hold, in their order. Each is on the disk before it begins and after it has ended.</summary>
public enum HoldStep
{
    /// <summary>Who has mail in the queues.</summary>
    Noted,

    /// <summary>The warning, straight to the smart host: nothing is stopped before it was taken, or 10 s are over.</summary>
    Warned,

    /// <summary>The packet filter.</summary>
    Filtered,

    /// <summary>Mail servers deliver nothing to others.</summary>
    Held,

    /// <summary>Mail servers are stopped.</summary>
    Stopped,

    /// <summary>Whether nothing goes out any more, tried from outside.</summary>
    Verified,

    /// <summary>The second message: what is held, and how it is resumed.</summary>
    Told,

    /// <summary>Everything runs again; what waited goes at a limited rate.</summary>
    Lifted,
}
