using Metrics.Actions.Incidents;
using Metrics.Actions.Rules;

namespace Metrics.Web.Alerts;

/// <summary>The answer of <c>/api/v1/alerts</c>.</summary>
/// <param name="Incidents">Those that last, then those of the last 30 days, the newest first.</param>
internal sealed record AlertList(IReadOnlyList<AlertDescription> Incidents);

/// <summary>An incident.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Subject">What the rule's patterns found.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Level">How bad it was at worst: warning or critical.</param>
/// <param name="Value">The number that raised it; null where there is none.</param>
/// <param name="Series">Names of its series.</param>
/// <param name="Started">When it was raised, in seconds since the epoch.</param>
/// <param name="Ended">When it was over; null while it lasts.</param>
/// <param name="AcknowledgedBy">Who looks after it; null: nobody has said so.</param>
/// <param name="Details">What there is to say beside the title, such as lines of a log: text from outside.</param>
internal sealed record AlertDescription(
    long Id, string Rule, string Subject, string Title, string Level, double? Value, IReadOnlyList<string> Series, long Started, long? Ended, string? AcknowledgedBy,
    IReadOnlyList<string> Details)
{
    /// <summary>The contract of an incident.</summary>
    public static AlertDescription Of(Incident incident) => new(
        incident.Id, incident.Rule, incident.Subject, incident.Title, incident.Worst == RuleLevel.Critical ? "critical" : "warning",
        double.IsFinite(incident.Value) ? incident.Value : null, [.. incident.Series], incident.Started.ToUnixTimeSeconds(), incident.Ended?.ToUnixTimeSeconds(), incident.AcknowledgedBy,
        [.. incident.Details]);
}
