namespace Metrics.Collector;

/// <summary>The time of a <see cref="TimeProvider"/> as readings carry it.</summary>
internal static class UnixTime
{
    /// <summary>Microseconds since the epoch, UTC.</summary>
    public static long Microseconds(this TimeProvider time) => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>A length in microseconds.</summary>
    public static long Microseconds(this TimeSpan length) => length.Ticks / TimeSpan.TicksPerMicrosecond;
}
