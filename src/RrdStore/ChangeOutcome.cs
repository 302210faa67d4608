namespace Metrics.RrdStore;

/// <summary>How far a change of many series came.</summary>
/// <param name="Changed">How many of the first are changed; those after them are as they were.</param>
/// <param name="Fault">Why the next one was not changed, as a sentence; where all are, why they may not be durable yet. Null when all is done.</param>
public readonly record struct ChangeOutcome(int Changed, string? Fault);
