namespace Metrics.Actions.Incidents;

/// <summary>A time in which nobody is told of some incidents.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Rule">Name of the rule; <c>*</c>: all.</param>
/// <param name="Subject">The subject; empty: all.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Comment">Why.</param>
/// <param name="Author">Who said so.</param>
public sealed record Silence(long Id, string Rule, string Subject, DateTimeOffset Until, string Comment, string Author)
{
    /// <summary>When it began.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Whether it holds at a moment.</summary>
    public bool Holds(DateTimeOffset moment) => Created <= moment && moment < Until;

    /// <summary>Whether it is about an incident.</summary>
    public bool Covers(Incident incident) => (Rule == "*" || Rule == incident.Rule) && (Subject.Length == 0 || Subject == incident.Subject);
}
