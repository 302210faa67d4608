namespace Metrics.Actions.Hold;

/// <summary>What came of a step.</summary>
/// <param name="Answer">For people.</param>
/// <param name="IsFailed">Whether that is not what was wanted.</param>
internal readonly record struct HoldOutcome(string Answer, bool IsFailed = false);
