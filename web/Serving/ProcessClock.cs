namespace Metrics.Web.Serving;

/// <summary>When this process began.</summary>
internal sealed class ProcessClock(TimeProvider time)
{
    private readonly long started = time.GetTimestamp();

    /// <summary>The moment of the start.</summary>
    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>Time since the start.</summary>
    public TimeSpan Uptime => time.GetElapsedTime(started);
}
