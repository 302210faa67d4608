using Metrics.Actions.Rules;

namespace Metrics.Actions.Alerts;

/// <summary>What a receiver was told of an incident.</summary>
/// <param name="Level">How bad it was said to be.</param>
/// <param name="At">When that was said last.</param>
/// <param name="IsOver">Whether it was said that it is over.</param>
internal readonly record struct Told(RuleLevel Level, DateTimeOffset At, bool IsOver);
