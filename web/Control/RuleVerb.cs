using Metrics.Actions.Rules;
using Metrics.RrdStore;

namespace Metrics.Web.Control;

/// <summary>Tries rules on a store.</summary>
internal static class RuleVerb
{
    /// <summary>Says what a rule would have done.</summary>
    public static RuleAnswer Replay(RoundRobinStore store, RuleRequest request, CancellationToken cancellation)
    {
        var (steps, problems) = RuleReplay.Run(store, request.Rule.ToRule(), request.FromSeconds, request.ToSeconds, request.StepSeconds, cancellation);
        return new RuleAnswer([.. steps.Select(RuleStep.Of)], problems);
    }

    /// <summary>Says what of rules cannot be worked out.</summary>
    public static RuleProblemsAnswer Problems(RoundRobinStore store, RuleProblemsRequest request) =>
        new(RuleReplay.ProblemsOf(store, request.Rules.Select(rule => rule.ToRule())));
}
