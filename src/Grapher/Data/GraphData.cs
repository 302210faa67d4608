using Metrics.Grapher.Written;

namespace Metrics.Grapher.Data;

/// <summary>The values of a graph, all series in the same buckets of time.</summary>
/// <param name="Start">Left edge of the graph, seconds since the epoch.</param>
/// <param name="End">Right edge.</param>
/// <param name="FirstBucket">Start of the first bucket; may lie before the left edge.</param>
/// <param name="BucketSeconds">Seconds in a bucket.</param>
/// <param name="Series">The series, in the order of the definition.</param>
/// <param name="Begins">When the first value of any series was known; data cannot be missing before. The left edge when there is
/// none.</param>
/// <param name="Now">The clock; data cannot be missing after.</param>
internal sealed record GraphData(
    long Start, long End, long FirstBucket, int BucketSeconds, SeriesColumns[] Series, long Begins, long Now)
{
    /// <summary>A source is stale after this many steps without data.</summary>
    public const int StaleSteps = 3;

    /// <summary>What a text of the graph language puts on the graph besides series; null without one.</summary>
    public WrittenMarks? Written { get; init; }

    /// <summary>Whether the range ends now.</summary>
    public bool Live { get; init; }

    /// <summary>When the newest known value of any series was, seconds since the epoch; 0 when none is in the range.</summary>
    public long Newest
    {
        get
        {
            var newest = 0L;
            foreach (var one in Series)
                newest = Math.Max(newest,
                    !double.IsNaN(one.Latest.Value) ? one.Latest.UnixSeconds : one.LastKnown >= 0 ? EndOf(one.LastKnown) : 0);
            return newest;
        }
    }

    /// <summary>Whether the range ends now and the newest value is more than three steps old.</summary>
    public bool Stale => Live && Newest > 0 && Now - Newest > StaleSteps * Series.Max(s => s.StepSeconds);

    /// <summary>How many buckets.</summary>
    public int Count { get; } = Series.Length == 0 ? 0 : Series[0].Count;

    /// <summary>Whether any series has a value in a bucket.</summary>
    public bool IsKnown(int bucket)
    {
        foreach (var one in Series)
            if (!double.IsNaN(one.Average[bucket]))
                return true;
        return false;
    }

    /// <summary>Whether some series has a value in every bucket.</summary>
    public bool IsComplete
    {
        get
        {
            foreach (var one in Series)
                if (one.Known == one.Count)
                    return true;
            return false;
        }
    }

    /// <summary>End of a bucket, seconds since the epoch.</summary>
    public long EndOf(int bucket) => FirstBucket + (bucket + 1L) * BucketSeconds;

    /// <summary>The moment a bucket stands for: its middle; for the newest value of a series the moment of that value.</summary>
    public double MomentOf(SeriesColumns series, int bucket)
    {
        var end = EndOf(bucket);
        return bucket == series.LastKnown && series.Latest.UnixSeconds > end - BucketSeconds && series.Latest.UnixSeconds <= end
            ? series.Latest.UnixSeconds
            : MiddleOf(bucket);
    }

    /// <summary>The middle of a bucket.</summary>
    public double MiddleOf(int bucket) => EndOf(bucket) - BucketSeconds / 2.0;

    /// <summary>The newest moment that the values of a known bucket stand for.</summary>
    public double MomentOf(int bucket)
    {
        var moment = double.NegativeInfinity;
        foreach (var one in Series)
            if (!double.IsNaN(one.Average[bucket]))
                moment = Math.Max(moment, MomentOf(one, bucket));
        return moment;
    }
}
