namespace Metrics.Actions.Firewall;

/// <summary>The two clocks of the machine: the one that counts from its start, by which blocks end, and the one on the wall.</summary>
/// <param name="time">Both.</param>
/// <param name="boot">What names this run of the machine: another start has another one.</param>
internal sealed class MachineClock(TimeProvider time, string boot)
{
    /// <summary>What names this run of the machine.</summary>
    public string Boot => boot;

    /// <summary>Milliseconds since the machine's start. All processes of it count the same; setting the clock changes nothing.</summary>
    public long Milliseconds => (long)time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>The clock on the wall.</summary>
    public DateTimeOffset Wall => time.GetUtcNow();

    /// <summary>The clocks of this machine: random(4), boot_id.</summary>
    /// <exception cref="IOException">The kernel does not tell its run.</exception>
    public static MachineClock OfThisMachine(TimeProvider time) => new(time, File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());
}
