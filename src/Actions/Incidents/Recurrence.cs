namespace Metrics.Actions.Incidents;

/// <summary>How often something has come again lately.</summary>
/// <param name="Times">How often it came, the first time too.</param>
/// <param name="Within">The time since the first of them.</param>
public readonly record struct Recurrence(int Times, TimeSpan Within);
