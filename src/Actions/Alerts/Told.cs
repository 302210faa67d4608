using Metrics.Actions.Rules;

namespace Metrics.Actions.Alerts;

/// <summary>What a receiver was told of an incident.</summary>
/// <param name="Level">How bad it was said to be last.</param>
/// <param name="Worst">How bad it was said to be at worst.</param>
/// <param name="At">When he was told last.</param>
/// <param name="IsOver">Whether it was said that it is over.</param>
/// <param name="IsFlapping">Whether it was said last that it comes and goes.</param>
internal readonly record struct Told(RuleLevel Level, RuleLevel Worst, DateTimeOffset At, bool IsOver, bool IsFlapping);
