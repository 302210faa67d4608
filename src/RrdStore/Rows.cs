namespace Metrics.RrdStore;

/// <summary>The rows a fetch gives: <see cref="Count"/> of them, <see cref="StepSeconds"/> apart. Row i covers the step that ends at
/// <see cref="EndOf"/>(i).</summary>
/// <param name="StartSeconds">Start of the first row's interval, a multiple of the step, in seconds since the epoch.</param>
/// <param name="StepSeconds">Seconds a row covers.</param>
/// <param name="Count">How many rows.</param>
public readonly record struct Rows(long StartSeconds, int StepSeconds, int Count)
{
    /// <summary>End of the interval of row <paramref name="index"/>, in seconds since the epoch.</summary>
    public long EndOf(int index) => StartSeconds + (index + 1L) * StepSeconds;

    /// <summary>End of the last row's interval.</summary>
    public long EndSeconds => StartSeconds + (long)Count * StepSeconds;
}
