using Metrics.RrdStore;

namespace Metrics.Grapher.Data;

/// <summary>The values of one series on a graph, one bucket of time after the other, in the unit of the graph.</summary>
/// <param name="series">What the values are of.</param>
/// <param name="average">Mean of each bucket; NaN when nothing of it is known.</param>
/// <param name="low">Lowest sample of each bucket; the column of the means itself where a bucket holds one sample.</param>
/// <param name="high">Highest sample of each bucket; the same.</param>
internal sealed class SeriesColumns(GraphSeries series, Memory<double> average, Memory<double> low, Memory<double> high)
{
    /// <summary>How many buckets.</summary>
    public int Count => average.Length;

    /// <summary>What the values are of.</summary>
    public GraphSeries Series => series;

    /// <summary>Mean of each bucket; NaN when nothing of it is known.</summary>
    public Span<double> Average => average.Span;

    /// <summary>Lowest sample of each bucket.</summary>
    public Span<double> Low => low.Span;

    /// <summary>Highest sample of each bucket.</summary>
    public Span<double> High => high.Span;

    /// <summary>The same columns, to be kept.</summary>
    public (ReadOnlyMemory<double> Average, ReadOnlyMemory<double> High) Kept => (average, high);

    /// <summary>What each bucket stands on, where that is not said by the shape: the sum of what was stacked below it, never
    /// unknown.</summary>
    public ReadOnlyMemory<double>? Base { get; set; }

    /// <summary>Whether low and high can differ from the mean, because buckets hold more than one sample.</summary>
    public bool RolledUp { get; set; }

    /// <summary>The newest primary data point, in the unit of the graph; NaN at 0 when there is none.</summary>
    public Sample Latest { get; set; } = new(0, double.NaN);

    /// <summary>Seconds between primary data points.</summary>
    public int StepSeconds { get; set; } = 1;

    /// <summary>Seconds of known values in the range.</summary>
    public double KnownSeconds { get; set; }

    /// <summary>Sum of value times seconds over the known time.</summary>
    public double Integral { get; set; }

    /// <summary>Mean over the known time; NaN when none is.</summary>
    public double Mean => KnownSeconds > 0 ? Integral / KnownSeconds : double.NaN;

    /// <summary>Values left out because they are beyond the graph's limits.</summary>
    public int LeftOut { get; set; }

    /// <summary>The farthest of them.</summary>
    public double Farthest { get; set; } = double.NaN;

    /// <summary>Bucket of the farthest.</summary>
    public int FarthestAt { get; set; } = -1;

    /// <summary>How many buckets have a value.</summary>
    public int Known { get; private set; }

    /// <summary>First bucket with a value, or the number of buckets.</summary>
    public int FirstKnown { get; private set; } = average.Length;

    /// <summary>Last bucket with a value, or -1.</summary>
    public int LastKnown { get; private set; } = -1;

    /// <summary>Sum of the means.</summary>
    public double Sum { get; private set; }

    /// <summary>The lowest sample; NaN without any.</summary>
    public double Lowest { get; private set; } = double.NaN;

    /// <summary>The highest sample; NaN without any.</summary>
    public double Highest { get; private set; } = double.NaN;

    /// <summary>First bucket of the highest sample, or -1.</summary>
    public int HighestAt { get; private set; } = -1;

    /// <summary>Looks through the columns once they are filled: what is known, and how far the values reach.</summary>
    public void Measure()
    {
        (Known, Sum, Lowest, Highest, HighestAt) = (0, 0, double.NaN, double.NaN, -1);
        (FirstKnown, LastKnown) = (average.Length, -1);
        var means = Average;
        var lows = Low;
        var highs = High;
        var (lowest, highest, sum) = (double.PositiveInfinity, double.NegativeInfinity, 0.0);
        for (var i = 0; i < means.Length; i++)
        {
            if (double.IsNaN(means[i]))
                continue;
            if (Known++ == 0)
                FirstKnown = i;
            LastKnown = i;
            sum += means[i];
            if (lows[i] < lowest)
                lowest = lows[i];
            if (highs[i] > highest)
                (highest, HighestAt) = (highs[i], i);
        }
        if (Known > 0)
            (Sum, Lowest, Highest) = (sum, lowest, highest);
    }
}
