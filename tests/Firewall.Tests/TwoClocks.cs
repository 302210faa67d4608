namespace Metrics.Firewall.Tests;

/// <summary>The clock on the wall and the one that counts from the machine's start, each set by the test.</summary>
internal sealed class TwoClocks : TimeProvider
{
    /// <summary>The clock on the wall.</summary>
    public DateTimeOffset Wall { get; set; } = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Since the machine's start.</summary>
    public TimeSpan Up { get; set; } = TimeSpan.FromHours(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Time passes.</summary>
    public void Pass(TimeSpan time) => (Wall, Up) = (Wall + time, Up + time);

    public override DateTimeOffset GetUtcNow() => Wall;

    public override long GetTimestamp() => Up.Ticks;
}
