using Metrics.Actions.Rules;

namespace Metrics.Web.Configuration;

/// <summary>A rule while it is read: one expression and its level, or one for each level.</summary>
/// <param name="Rule">The rule so far.</param>
/// <param name="When">What raises it at <paramref name="Level"/>.</param>
/// <param name="Level">The level of <paramref name="When"/>.</param>
internal sealed record RuleDraft(Rule Rule, RuleExpression? When = null, RuleLevel Level = RuleLevel.Warning)
{
    /// <summary>The rule.</summary>
    public Rule Finished => When is null ? Rule : Level == RuleLevel.Critical ? Rule with { Critical = When } : Rule with { Warning = When };
}
