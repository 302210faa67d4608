namespace Metrics.RrdStore.Storage;

/// <summary>The wall clock, as far as it agrees with the time that has passed. A clock that jumps by more than a day is believed only
/// when it has stayed there for an hour, so that readings with a wild time stamp do not push years of rows out of the archives.</summary>
/// <param name="time">The clock.</param>
/// <param name="lastKnown">The newest reading that is known at the start. A clock that is more than a year beyond it has jumped while
/// nobody looked: a machine without a battery for its clock, for example.</param>
internal sealed class TrustedClock(TimeProvider time, DateTimeOffset? lastKnown = null)
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromDays(366);
    private static readonly TimeSpan Jump = TimeSpan.FromDays(1);
    private static readonly TimeSpan Probation = TimeSpan.FromHours(1);

    private DateTimeOffset baseTime = lastKnown is { } last && time.GetUtcNow() - last > LongestStop ? last : time.GetUtcNow();
    private long baseStamp = time.GetTimestamp();
    private DateTimeOffset? candidate;
    private long candidateStamp;

    /// <summary>The time to believe in.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var wall = time.GetUtcNow();
            var expected = baseTime + time.GetElapsedTime(baseStamp);
            if ((wall - expected).Duration() <= Jump)
            {
                candidate = null;
                Believe(wall);
                return wall;
            }
            if (candidate is not { } jumped || (wall - (jumped + time.GetElapsedTime(candidateStamp))).Duration() > Jump)
            {
                candidate = wall;
                candidateStamp = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(candidateStamp) > Probation)
            {
                candidate = null;
                Believe(wall);
                return wall;
            }
            return expected;
        }
    }

    private void Believe(DateTimeOffset wall)
    {
        baseTime = wall;
        baseStamp = time.GetTimestamp();
    }
}
