using Metrics.Actions.Rules;

namespace Metrics.Actions.Incidents;

/// <summary>A step of a rule with one of its subjects, before it is written.</summary>
/// <param name="Instance">The rule and the subject.</param>
/// <param name="Before">Where it was.</param>
/// <param name="After">Where it is.</param>
/// <param name="Value">The number that the rule compares; NaN where there is none.</param>
internal sealed record IncidentChange(RuleInstance Instance, Watch Before, Watch After, double Value)
{
    /// <summary>Whether it is a step that people are shown, and not only something that must survive a restart.</summary>
    public bool IsStep => Before.State != After.State || Before.Level != After.Level || Before.IsFlapping != After.IsFlapping;
}
