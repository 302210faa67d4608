namespace Metrics.Analyzers.Usage;

/// <summary>What was counted for an account in an hour and is not in the database yet.</summary>
/// <param name="Account">For whom.</param>
/// <param name="Hour">Begin of the hour, in seconds since the epoch.</param>
/// <param name="Counts">How much more, by <see cref="Measure"/>; not all of them zero.</param>
internal readonly record struct UsageRow(Account Account, long Hour, long[] Counts)
{
    /// <summary>What of it is not zero.</summary>
    public IEnumerable<(Measure Measure, long Value)> Values => Counts.Select((value, measure) => ((Measure)measure, value)).Where(v => v.value != 0);
}
