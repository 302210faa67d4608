using System.Collections.Immutable;

namespace Metrics.Actions.Blocking;

/// <summary>What was decided about an offender.</summary>
/// <param name="Id">Its number; 0 before it is written.</param>
/// <param name="At">When.</param>
/// <param name="Rule">Name of the rule that it follows; empty where nobody can be blocked.</param>
/// <param name="Detector">The detector that pointed at it.</param>
/// <param name="Subject">An address or network; of <see cref="DecisionState.Told"/> a user of this machine, as the log has it.</param>
/// <param name="Reason">What it did, as a sentence.</param>
/// <param name="State">What was decided.</param>
public sealed record Decision(long Id, DateTimeOffset At, string Rule, string Detector, string Subject, string Reason, DecisionState State)
{
    /// <summary>For how long it is ordered to be blocked; zero: as long as the firewall's settings say.</summary>
    public TimeSpan For { get; init; }

    /// <summary>Until when it is blocked; null when it is not.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why it is not blocked, or not yet, as a sentence; empty otherwise.</summary>
    public string Answer { get; init; } = "";

    /// <summary>Lines that prove it, oldest first: text from outside.</summary>
    public ImmutableArray<string> Evidence { get; init; } = [];

    /// <summary>What became of it, for people.</summary>
    public string Outcome => State switch
    {
        DecisionState.Told => "is of this machine, and is not blocked",
        DecisionState.WouldBlock => "would have been blocked (dry run)",
        DecisionState.Waiting => Answer.Length == 0 ? "is being blocked" : $"is not blocked yet: {Answer}",
        DecisionState.Blocked => "blocked",
        _ => $"not blocked: {Answer}",
    };
}
