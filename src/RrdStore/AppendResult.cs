namespace Metrics.RrdStore;

/// <summary>What became of a batch. Every reading is counted once.</summary>
/// <param name="Accepted">Taken, in the order of time.</param>
/// <param name="Late">Taken although not after the last reading of the series; the next rounds of writing work them in.</param>
/// <param name="Refused">Refused as late: the caller wants none, no archive reaches so far back, or too many late ones wait.</param>
/// <param name="Invalid">Refused: of no known series, infinite, in the future, or a number where the type wants a count.</param>
public readonly record struct AppendResult(int Accepted, int Late, int Refused, int Invalid);
