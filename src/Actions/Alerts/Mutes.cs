using Metrics.Actions.Incidents;

namespace Metrics.Actions.Alerts;

/// <summary>What keeps incidents from being told, now or at a moment of the past days: silences, planned ones, and other incidents that explain them.</summary>
/// <param name="options">The rules and the planned silences.</param>
/// <param name="silences">The silences of these days.</param>
/// <param name="incidents">The incidents of these days.</param>
internal sealed class Mutes(AlertOptions options, IReadOnlyList<Silence> silences, IReadOnlyList<Incident> incidents)
{
    private readonly ILookup<string, Incident> byRule = incidents.ToLookup(incident => incident.Rule, StringComparer.Ordinal);

    // Thousands of incidents ask of the same few rules at the same moment.
    private readonly Dictionary<(string Rule, DateTimeOffset Moment), bool> there = [];

    /// <summary>The local time of a moment.</summary>
    public DateTime Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, options.Zone).DateTime;

    /// <summary>Whether an incident was not to be told at a moment.</summary>
    public bool Cover(Incident incident, DateTimeOffset moment) =>
        silences.Any(silence => silence.Covers(incident) && silence.Holds(moment))
        || options.Silences.Any(silence => silence.Covers(incident) && silence.Holds(Local(moment)))
        || (options.RulesByName.TryGetValue(incident.Rule, out var rule) && rule.MutedBy.Any(other => WasThere(other, moment)));

    // What ends at the same look as what it explains explains it to its end.
    private bool WasThere(string rule, DateTimeOffset moment)
    {
        if (!there.TryGetValue((rule, moment), out var was))
            there[(rule, moment)] = was = byRule[rule].Any(incident => incident.Started <= moment && (incident.Ended ?? moment) >= moment);
        return was;
    }
}
