namespace Metrics.Actions.Blocking;

/// <summary>What was decided about an offender, and what became of it.</summary>
public enum DecisionState
{
    /// <summary>There is nobody to block: it is a user of this machine.</summary>
    Told,

    /// <summary>Would have been blocked, if the rule were no dry run.</summary>
    WouldBlock,

    /// <summary>Is to be blocked; the guard has not said yet that it is.</summary>
    Waiting,

    /// <summary>Was blocked.</summary>
    Blocked,

    /// <summary>Is not blocked, for a reason.</summary>
    Refused,
}
