using Metrics.Actions.Incidents;
using Metrics.RrdStore;

namespace Metrics.Actions.Rules;

/// <summary>Looks at every rule for every one of its subjects, one moment after the other. Not for two threads.</summary>
/// <param name="store">Where the values are.</param>
internal sealed class RuleRounds(RoundRobinStore store)
{
    private readonly Dictionary<SeriesId, long> watchedSince = [];
    private readonly List<RuleInstance> instances = [];
    private RuleData data = new(store);
    private Watch[] watches = [];
    private IReadOnlyList<Rule> rules = [];
    private long seriesVersion = -1;

    /// <summary>What is looked at.</summary>
    public IReadOnlyList<RuleInstance> Instances => instances;

    /// <summary>How many incidents last.</summary>
    public int Open { get; private set; }

    /// <summary>Takes other rules.</summary>
    public void Use(IReadOnlyList<Rule> others) => (rules, seriesVersion) = ([.. others.Where(rule => rule.Enabled)], -1);

    /// <summary>Whether the series of the rules must be found: series have come or gone, or there are other rules.</summary>
    public bool IsStale => store.SeriesVersion != seriesVersion;

    /// <summary>Finds the series of all rules.</summary>
    /// <param name="known">Where rules were, when they are looked at for the first time.</param>
    /// <returns>Keys of what is not looked at any more.</returns>
    public IReadOnlyList<(string Rule, string Subject)> Bind(Func<Dictionary<(string Rule, string Subject), Watch>> known)
    {
        var version = store.SeriesVersion;
        var before = known();
        for (var i = 0; i < instances.Count; i++)
            before[KeyOf(instances[i])] = watches[i];
        instances.Clear();
        data = new RuleData(store, watchedSince);
        var binder = new RuleBinder(data, store.List());
        foreach (var rule in rules)
            instances.AddRange(binder.Bind(rule));
        watches = [.. instances.Select(instance => before.Remove(KeyOf(instance), out var watch) ? watch : default)];
        seriesVersion = version;
        return [.. before.Keys];
    }

    /// <summary>Forgets where rules were: they are asked for again.</summary>
    public void Forget()
    {
        instances.Clear();
        (watches, seriesVersion) = ([], -1);
    }

    /// <summary>Looks at all of them.</summary>
    /// <param name="now">The moment, in seconds since the epoch.</param>
    /// <param name="changes">Takes what has changed.</param>
    public void Look(long now, List<IncidentChange> changes)
    {
        data.At(now);
        Open = 0;
        for (var i = 0; i < instances.Count; i++)
        {
            var (instance, before) = (instances[i], watches[i]);
            var after = before.Next(now, instance.Look(data, before.IsOpen), (long)instance.Rule.For.TotalSeconds, (long)instance.Rule.KeepFor.TotalSeconds);
            watches[i] = after;
            Open += after.IsOpen ? 1 : 0;
            // When it came and went is of use only while it may be flapping; to write that at every look would be much of a flood of incidents.
            if (after with { Changes = before.Changes } != before || (after.IsFlapping && after != before))
                changes.Add(new IncidentChange(instance, before, after, instance.Measure(data)));
        }
    }

    private static (string, string) KeyOf(RuleInstance instance) => (instance.Rule.Name, instance.Subject);
}
