namespace Metrics.Analyzers.Usage;

/// <summary>What is counted for an account in one hour.</summary>
internal readonly ref struct Counts(Span<long> values)
{
    private readonly Span<long> values = values;

    /// <summary>Counts.</summary>
    public void Add(Measure measure, long value = 1) => values[(int)measure] += value;
}
