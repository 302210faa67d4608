namespace Metrics.RrdStore.Tests.Faults;

/// <summary>A clock that the test sets and whose timers never fire: the store does in the background what the test says, when it says so.</summary>
internal sealed class StillClock(long unixSeconds) : TimeProvider
{
    /// <summary>The time that passes, in seconds.</summary>
    public long UnixSeconds { get; set; } = unixSeconds;

    /// <summary>How far whoever sets the clock has put it off the time that passes, in seconds.</summary>
    public long OffSeconds { get; set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => 1;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(UnixSeconds + OffSeconds);

    /// <inheritdoc/>
    public override long GetTimestamp() => UnixSeconds;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
