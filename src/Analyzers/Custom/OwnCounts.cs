namespace Metrics.Analyzers.Custom;

/// <summary>What was counted in a log of one's own since the start, for series. One thread counts, several ask.</summary>
internal sealed class OwnCounts
{
    private readonly Lock gate = new();
    private readonly double[] live;

    /// <summary>Has counted nothing.</summary>
    public OwnCounts(OwnLog log)
    {
        Log = log;
        live = new double[log.Sums.Length + 1];
        Fresh = new double[live.Length];
    }

    /// <summary>The log.</summary>
    public OwnLog Log { get; }

    /// <summary>What was counted since <see cref="Take"/>: the lines, then each sum.</summary>
    public double[] Fresh { get; }

    /// <summary>The series and their values.</summary>
    public IReadOnlyList<OwnSeries> Series
    {
        get
        {
            var series = new List<OwnSeries>();
            lock (gate)
            {
                if (Log.Count)
                    series.Add(new OwnSeries($"{Log.Format}.lines", "1/s", "Lines", Value(0)));
                for (var i = 0; i < Log.Sums.Length; i++)
                    series.Add(new OwnSeries($"{Log.Format}.{Log.Sums[i]}", Log.Sums[i].Contains("bytes", StringComparison.OrdinalIgnoreCase) ? "By/s" : "1/s", Log.Sums[i], Value(i + 1)));
            }
            return series;

            ulong Value(int at) => (ulong)live[at];
        }
    }

    /// <summary>Takes what is fresh.</summary>
    /// <param name="count">Whether it becomes part of the series; what was written before the logs were read to their ends does not.</param>
    public void Take(bool count)
    {
        lock (gate)
        {
            for (var i = 0; count && i < live.Length; i++)
                live[i] += Fresh[i];
        }
        Fresh.AsSpan().Clear();
    }
}
