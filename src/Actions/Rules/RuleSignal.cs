namespace Metrics.Actions.Rules;

/// <summary>What a rule says at a moment.</summary>
/// <param name="Level">What it raises.</param>
/// <param name="IsUnknown">Whether too little is known to say.</param>
/// <param name="IsOver">Whether an incident would be over.</param>
/// <param name="HoldsCritical">Whether what is critical still is, within the margin.</param>
/// <param name="IsBroken">Whether a series that it needs is not there.</param>
internal readonly record struct RuleSignal(RuleLevel Level, bool IsUnknown, bool IsOver, bool HoldsCritical, bool IsBroken = false);
