namespace Metrics.RrdStore;

/// <summary>How a store does, for the status page.</summary>
/// <param name="LastError">Why readings cannot be written at present, as a sentence; null when all is well.</param>
/// <param name="Since">When that began.</param>
/// <param name="LastSync">When readings were last made durable, or found to be.</param>
/// <param name="UnsavedBytes">Bytes that are in memory only: log records that are not durable and sealed rows that are in no file.</param>
/// <param name="LateReadings">Readings taken since the store was opened although they were not after the last one of their series.</param>
/// <param name="WaitingReadings">Of them, and of those from before, how many wait to be worked in.</param>
/// <param name="RefusedReadings">Readings refused since then as late: no archive reaches so far back, whoever took them wants none from
/// before, or too many wait.</param>
/// <param name="LoneReadings">Late readings of counters that said nothing, because the reading before them is not known any more.</param>
/// <param name="InvalidReadings">Readings refused since then for their value, their series or a time in the future.</param>
/// <param name="DamagedBlocks">Blocks found damaged while reading; their rows are unknown.</param>
/// <param name="ClockDoubt">Why readings of now are refused, as a sentence: the clock of the machine has jumped. Null when it has not.</param>
/// <param name="Recovery">What was found wrong when the store was opened, as sentences; empty after a clean stop.</param>
public sealed record StoreHealth(
    string? LastError,
    DateTimeOffset? Since,
    DateTimeOffset LastSync,
    long UnsavedBytes,
    long LateReadings,
    int WaitingReadings,
    long RefusedReadings,
    long LoneReadings,
    long InvalidReadings,
    long DamagedBlocks,
    string? ClockDoubt,
    IReadOnlyList<string> Recovery)
{
    /// <summary>Whether readings are being made durable.</summary>
    public bool IsWell => LastError is null;
}
