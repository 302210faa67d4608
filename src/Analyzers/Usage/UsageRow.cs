namespace Metrics.Analyzers.Usage;

/// <summary>What was counted for an account in an hour and is not in the database yet.</summary>
/// <param name="Account">For whom.</param>
/// <param name="Hour">Begin of the hour, in seconds since the epoch.</param>
/// <param name="Measure">What.</param>
/// <param name="Value">How much more.</param>
internal readonly record struct UsageRow(Account Account, long Hour, Measure Measure, long Value);
