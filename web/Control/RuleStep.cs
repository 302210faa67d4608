using Metrics.Actions.Rules;

namespace Metrics.Web.Control;

/// <summary>A step that a rule would have taken.</summary>
/// <param name="Time">When, in seconds since the epoch.</param>
/// <param name="Title">What it would have been about.</param>
/// <param name="State">Where it came to: ok, pending, firing, recovering, nodata or error.</param>
/// <param name="Level">How bad it was then: none, warning or critical.</param>
/// <param name="Value">The number that the rule compares; null where it is unknown.</param>
internal sealed record RuleStep(long Time, string Title, string State, string Level, double? Value)
{
    /// <summary>The contract of a step.</summary>
    public static RuleStep Of(ReplayStep step) => new(
        step.UnixSeconds, step.Title, step.After.ToString().ToLowerInvariant(), step.Level.ToString().ToLowerInvariant(), double.IsFinite(step.Value) ? step.Value : null);
}
