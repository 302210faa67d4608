namespace Metrics.Web.Prometheus;

/// <summary>The moments a query is worked out for.</summary>
/// <param name="StartMilliseconds">The first one, in milliseconds since the epoch.</param>
/// <param name="StepMilliseconds">Time between them.</param>
/// <param name="Count">How many.</param>
internal readonly record struct QueryTimes(long StartMilliseconds, long StepMilliseconds, int Count)
{
    /// <summary>The most moments of one query: Prometheus' own limit.</summary>
    public const int Most = 11_000;

    /// <summary>A moment in milliseconds since the epoch.</summary>
    public long Milliseconds(int index) => StartMilliseconds + index * StepMilliseconds;

    /// <summary>A moment in whole seconds since the epoch, rounded down.</summary>
    public long Seconds(int index) => Milliseconds(index) / 1_000;

    /// <summary>The wished seconds per row: the step, or the finest for a single moment.</summary>
    public int StepSeconds => Count == 1 ? 1 : (int)Math.Clamp(StepMilliseconds / 1_000, 1, int.MaxValue);

    /// <summary>The moments from start to end.</summary>
    /// <exception cref="QueryFault">There are none, or too many.</exception>
    public static QueryTimes Between(long start, long end, long step)
    {
        if (end < start)
            throw QueryFault.BadData("end timestamp must not be before start time");
        if (step < 1)
            throw QueryFault.BadData("zero or negative query resolution step widths are not accepted. Try a positive integer");
        if ((end - start) / step >= Most)
            throw QueryFault.BadData($"exceeded maximum resolution of {Most:N0} points per timeseries. Try decreasing the query resolution (?step=XX)");
        return new QueryTimes(start, step, (int)((end - start) / step) + 1);
    }
}
