namespace Metrics.RrdStore;

/// <summary>What became of a batch. Every reading is counted once.</summary>
/// <param name="Accepted">Taken.</param>
/// <param name="Late">Refused: not after the last reading of the series.</param>
/// <param name="Invalid">Refused: of no known series, infinite, or a number where the type wants a count.</param>
public readonly record struct AppendResult(int Accepted, int Late, int Invalid);
