using Metrics.Actions.Blocking;

namespace Metrics.Web.Blocking;

/// <summary>What was decided about an offender.</summary>
/// <param name="Subject">An address or network; a user or sender of this machine, when it is none.</param>
/// <param name="Detector">The detector that pointed at it.</param>
/// <param name="Rule">Name of the section <c>[block.NAME]</c>; empty: none.</param>
/// <param name="State">told, would_block, waiting, blocked or refused.</param>
/// <param name="At">When it was decided, in seconds since the epoch.</param>
/// <param name="Until">Until when it is blocked, unless somebody unblocks it; null: it is not.</param>
/// <param name="Reason">What it did.</param>
/// <param name="Answer">Why it is not blocked, or not yet; empty: nothing was said.</param>
/// <param name="Evidence">Lines that prove it: text from outside.</param>
internal sealed record DecisionDescription(
    string Subject, string Detector, string Rule, string State, long At, long? Until, string Reason, string Answer, IReadOnlyList<string> Evidence)
{
    /// <summary>The contract of a decision.</summary>
    public static DecisionDescription Of(Decision decision) => new(
        decision.Subject, decision.Detector, decision.Rule, decision.State == DecisionState.WouldBlock ? "would_block" : decision.State.ToString().ToLowerInvariant(),
        decision.At.ToUnixTimeSeconds(), decision.Until?.ToUnixTimeSeconds(), decision.Reason, decision.Answer, decision.Evidence);
}
