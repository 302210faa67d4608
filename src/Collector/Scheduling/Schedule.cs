namespace Metrics.Collector;

/// <summary>When a source is due: at the multiples of its step since the epoch, by the wall clock, since rows end there. Pure arithmetic; times in
/// microseconds since the epoch.</summary>
/// <param name="step">Time between two due times.</param>
internal sealed class Schedule(TimeSpan step)
{
    /// <summary>A reading up to 1 % of its step late carries the due time, and at least one of so many milliseconds: a busy machine does not wake
    /// a thread any sooner.</summary>
    private static readonly TimeSpan LeastTolerance = TimeSpan.FromMilliseconds(20);

    private readonly long step = step.Microseconds();
    private readonly long tolerance = Math.Max(step.Microseconds() / 100, LeastTolerance.Microseconds());

    /// <summary>The next due time.</summary>
    public long Due { get; private set; }

    /// <summary>Due times that passed unused.</summary>
    public long Missed { get; private set; }

    /// <summary>Sets the first due time: the next multiple of the step.</summary>
    public void Start(long now) => Due = Last(now) + step;

    /// <summary>Takes the due time that has come, if one has. Of several that came at once (after a suspend, or when the clock was set forward)
    /// it is the last; the others are missed. When the clock was set back, the next due time is the one that is next on the clock.</summary>
    public bool TryTake(long now, out long due)
    {
        due = Last(now);
        if (now < Due)
        {
            if (Due - now > step)
                Due = due + step;
            return false;
        }
        Missed += (due - Due) / step;
        Due = due + step;
        return true;
    }

    /// <summary>Counts the due time just taken as missed: the source is still busy.</summary>
    public void Miss() => Missed++;

    /// <summary>The time that readings carry: the due time when they were there by then or little later, else the time at which they were there.</summary>
    public long Stamp(long due, long now) => now >= due && now - due <= tolerance ? due : now;

    private long Last(long now) => now - now % step;
}
