namespace Metrics.RrdStore;

/// <summary>A stretch of time: after <paramref name="StartSeconds"/>, up to and including <paramref name="EndSeconds"/>,
/// since a row is known by the end of its interval.</summary>
/// <param name="StartSeconds">Seconds since the epoch, UTC.</param>
/// <param name="EndSeconds">Seconds since the epoch, UTC; not before the start.</param>
public readonly record struct TimeRange(long StartSeconds, long EndSeconds)
{
    /// <summary>Length in seconds.</summary>
    public long Seconds => EndSeconds - StartSeconds;
}
