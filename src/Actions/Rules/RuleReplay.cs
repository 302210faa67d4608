using Metrics.Actions.Incidents;
using Metrics.RrdStore;

namespace Metrics.Actions.Rules;

/// <summary>What a rule would have done over stored history.</summary>
public static class RuleReplay
{
    private const int MostLooks = 100_000, MostSteps = 1_000;

    /// <summary>What of rules cannot be worked out, as sentences: series that are not there, with the nearest that are, and patterns that find none.</summary>
    public static IReadOnlyList<string> ProblemsOf(RoundRobinStore store, IEnumerable<Rule> rules)
    {
        var binder = new RuleBinder(new RuleData(store), store.List());
        return [.. rules.SelectMany(binder.ProblemsOf)];
    }

    /// <summary>Replays a rule.</summary>
    /// <param name="store">The history.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="from">The first moment, in seconds since the epoch.</param>
    /// <param name="to">The last.</param>
    /// <param name="step">Seconds between two looks; more where there would be more than 100,000.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Every step of every incident, in order, at most 1,000; and what cannot be worked out.</returns>
    public static (IReadOnlyList<ReplayStep> Steps, IReadOnlyList<string> Problems) Run(RoundRobinStore store, Rule rule, long from, long to, int step, CancellationToken cancel)
    {
        var rounds = new RuleRounds(store);
        rounds.Use([rule with { Enabled = true, Optional = false }]);
        rounds.Bind(() => []);
        var problems = ProblemsOf(store, [rule]);
        var pause = Math.Max(step, (to - from) / MostLooks);
        var (steps, changes) = (new List<ReplayStep>(), new List<IncidentChange>());
        for (var at = from - from % step; at <= to && steps.Count < MostSteps; at += pause)
        {
            cancel.ThrowIfCancellationRequested();
            changes.Clear();
            rounds.Look(at, changes);
            foreach (var (instance, before, after, value) in changes)
                if (before.State != after.State || before.Level != after.Level)
                    steps.Add(new ReplayStep(at, instance.Title, before.State, after.State, after.Level, value));
        }
        return (steps, problems);
    }
}
