using System.Globalization;
using Metrics.Actions.Incidents;
using Metrics.Actions.Rules;

namespace Metrics.Actions.Blocking;

/// <summary>Makes incidents of what was decided about offenders: one of each detector, however many it points at. Not for two threads.</summary>
/// <param name="table">The decisions.</param>
/// <param name="incidents">The incidents.</param>
/// <param name="time">The clock.</param>
public sealed class OffenderIncidents(DecisionTable table, IncidentTable incidents, TimeProvider time)
{
    /// <summary>What these incidents have in the place of a rule's name; their subject is the detector.</summary>
    public const string Rule = "offenders";

    /// <summary>The subject of the incident that there were too many to be decided about one by one.</summary>
    public const string Flood = "flood";

    private const int MostNamed = 20, MostProved = 5, MostLines = 5;

    /// <summary>An incident is over when nobody new was pointed at for so long.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    private static readonly TimeSpan EndsEvery = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> changed = new(StringComparer.Ordinal);
    private HashSet<string>? open;
    private DateTimeOffset ended;
    private DateTimeOffset flooded;
    private long passedOver;
    private long passedOverBefore;

    /// <summary>Something was decided about an offender of a detector.</summary>
    internal void Changed(string detector) => changed.Add(detector);

    /// <summary>So many were too many since the process began.</summary>
    internal void PassedOver(long count)
    {
        if (count == passedOver)
            return;
        (passedOver, flooded) = (count, time.GetUtcNow());
        changed.Add(Flood);
    }

    /// <summary>Begins, changes and ends incidents.</summary>
    internal void Update()
    {
        var now = time.GetUtcNow();
        open ??= [.. incidents.Since(now, 1_000).Where(incident => incident is { Rule: Rule, Ended: null }).Select(incident => incident.Subject)];
        if (now < ended || now - ended >= EndsEvery)
        {
            ended = now;
            changed.UnionWith(open);
        }
        foreach (var subject in changed)
        {
            var lasts = subject == Flood ? ReportFlood(now) : Report(subject, now);
            if (lasts)
                open.Add(subject);
            else if (open.Remove(subject))
                incidents.End(Rule, subject);
        }
        changed.Clear();
    }

    private bool Report(string detector, DateTimeOffset now)
    {
        var counts = table.Count(detector, now - Quiet);
        var all = counts.Values.Sum();
        if (all == 0)
            return false;
        var named = table.Of(detector, now - Quiet, MostNamed);
        var title = all == 1
            ? $"{detector}: {named[0].Subject} {named[0].Outcome}"
            : string.Create(CultureInfo.InvariantCulture, $"{detector}: {all:N0} offenders, {string.Join(", ", Words(counts))}");
        var details = new List<string>();
        foreach (var (at, decision) in named.Index())
        {
            details.Add($"{decision.Subject}: {decision.Reason} {Sentence(decision.Outcome)}");
            if (at < MostProved)
                details.AddRange(decision.Evidence.TakeLast(MostLines).Select(line => $"    {line}"));
        }
        if (all > named.Count)
            details.Add(string.Create(CultureInfo.InvariantCulture, $"And {all - named.Count:N0} more within the hour."));
        incidents.Report(Rule, detector, RuleLevel.Warning, title, details);
        return true;
    }

    private bool ReportFlood(DateTimeOffset now)
    {
        if (now - flooded >= Quiet)
        {
            passedOverBefore = passedOver;
            return false;
        }
        incidents.Report(Rule, Flood, RuleLevel.Warning, string.Create(CultureInfo.InvariantCulture,
            $"Too many offenders at once: {passedOver - passedOverBefore:N0} were not decided about one by one"),
            [string.Create(CultureInfo.InvariantCulture, $"Of more than {BlockDecider.MostPerMinute:N0} within a minute, the others are counted by network (/24, /48); one with {BlockDecider.NetworkFrom} of them is decided about as a whole.")]);
        return true;
    }

    private static IEnumerable<string> Words(IReadOnlyDictionary<DecisionState, int> counts)
    {
        foreach (var (state, words) in ((DecisionState, string)[])[
            (DecisionState.Blocked, "blocked"), (DecisionState.Waiting, "not blocked yet"), (DecisionState.WouldBlock, "would have been blocked (dry run)"),
            (DecisionState.Refused, "not blocked"), (DecisionState.Told, "of this machine")])
            if (counts.TryGetValue(state, out var count))
                yield return string.Create(CultureInfo.InvariantCulture, $"{count:N0} {words}");
    }

    private static string Sentence(string outcome) => char.ToUpperInvariant(outcome[0]) + outcome[1..].TrimEnd('.') + ".";
}
