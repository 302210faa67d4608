namespace Metrics.RrdStore.Storage;

/// <summary>The wall clock, as far as it agrees with the time that has passed. A clock that jumps by more than a day is believed only
/// when it has stayed there for an hour, so that readings with a wild time stamp do not push years of rows out of the archives.</summary>
/// <param name="time">The clock.</param>
/// <param name="lastKnown">When the store was last at work; null when it never was. How long it stood still is not known: until the clock is
/// believed for the first time it may be up to a year further on. One that is behind or beyond has jumped while nobody looked: a machine
/// without a battery for its clock, for example.</param>
internal sealed class TrustedClock(TimeProvider time, DateTimeOffset? lastKnown = null)
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromDays(366);
    private static readonly TimeSpan Jump = TimeSpan.FromDays(1);
    private static readonly TimeSpan Probation = TimeSpan.FromHours(1);

    private DateTimeOffset baseTime = lastKnown ?? time.GetUtcNow();
    private long baseStamp = time.GetTimestamp();
    private TimeSpan mostAhead = lastKnown is null ? Jump : LongestStop;
    private DateTimeOffset? candidate;
    private long candidateStamp;

    /// <summary>The time to believe in.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var wall = time.GetUtcNow();
            var expected = baseTime + time.GetElapsedTime(baseStamp);
            if (wall - expected >= -Jump && wall - expected <= mostAhead)
                return Believe(wall);
            if (candidate is not { } jumped || (wall - (jumped + time.GetElapsedTime(candidateStamp))).Duration() > Jump)
            {
                candidate = wall;
                candidateStamp = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(candidateStamp) > Probation)
            {
                return Believe(wall);
            }
            return expected;
        }
    }

    /// <summary>What the wall clock says and why that was not believed when <see cref="Now"/> was last asked, as a sentence; null when it was.</summary>
    public string? Doubt => candidate is not { } wall ? null
        : $"The clock of the machine says {wall:u}, but it should be about {baseTime + time.GetElapsedTime(baseStamp):u}; readings more than a day beyond "
            + "that are refused until the clock has stayed there for an hour.";

    private DateTimeOffset Believe(DateTimeOffset wall)
    {
        candidate = null;
        baseTime = wall;
        baseStamp = time.GetTimestamp();
        mostAhead = Jump;
        return wall;
    }
}
