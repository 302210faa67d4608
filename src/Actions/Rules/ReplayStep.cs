using Metrics.Actions.Incidents;

namespace Metrics.Actions.Rules;

/// <summary>A step that a rule would have taken.</summary>
/// <param name="UnixSeconds">When.</param>
/// <param name="Title">What it would have been about.</param>
/// <param name="Before">Where it was.</param>
/// <param name="After">Where it came to.</param>
/// <param name="Level">How bad it was then.</param>
/// <param name="Value">The number that it compares; NaN where there is none.</param>
public sealed record ReplayStep(long UnixSeconds, string Title, IncidentState Before, IncidentState After, RuleLevel Level, double Value);
