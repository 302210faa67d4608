using Metrics.Actions.Rules;

namespace Metrics.Actions.Incidents;

/// <summary>A step of an incident as it was written, before anything was done about it.</summary>
/// <param name="At">When.</param>
/// <param name="Before">Where the rule was.</param>
/// <param name="After">Where it came to.</param>
/// <param name="Level">How bad it was then.</param>
/// <param name="Value">The number that the rule compares; NaN where there is none.</param>
public sealed record IncidentStep(DateTimeOffset At, IncidentState Before, IncidentState After, RuleLevel Level, double Value)
{
    /// <summary>Whether the incident begins with it.</summary>
    public bool IsBegin => !IsOpen(Before) && IsOpen(After);

    private static bool IsOpen(IncidentState state) => state is IncidentState.Firing or IncidentState.Recovering;
}
