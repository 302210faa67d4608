using Metrics.RrdStore;

namespace Metrics.Grapher.Data;

/// <summary>The values of one series on a graph, one bucket of time after the other, in the unit of the graph.</summary>
/// <param name="series">What the values are of.</param>
/// <param name="count">How many buckets.</param>
internal sealed class SeriesColumns(GraphSeries series, int count)
{
    /// <summary>What the values are of.</summary>
    public GraphSeries Series => series;

    /// <summary>Mean of each bucket; NaN when nothing of it is known.</summary>
    public double[] Average { get; } = NewColumn(count);

    /// <summary>Lowest sample of each bucket.</summary>
    public double[] Low { get; } = NewColumn(count);

    /// <summary>Highest sample of each bucket.</summary>
    public double[] High { get; } = NewColumn(count);

    /// <summary>What each bucket stands on, where that is not said by the shape: the sum of what was stacked below it, never unknown.</summary>
    public double[]? Base { get; set; }

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

    /// <summary>Values left out because they are beyond the graph's limits.</summary>
    public int LeftOut { get; set; }

    /// <summary>The farthest of them.</summary>
    public double Farthest { get; set; } = double.NaN;

    /// <summary>Bucket of the farthest.</summary>
    public int FarthestAt { get; set; } = -1;

    /// <summary>First bucket with a value, or the number of buckets.</summary>
    public int FirstKnown { get; private set; } = count;

    /// <summary>Last bucket with a value, or -1.</summary>
    public int LastKnown { get; private set; } = -1;

    /// <summary>Looks up the first and last bucket with a value; to be called once the columns are filled.</summary>
    public void FindKnown()
    {
        (FirstKnown, LastKnown) = (Array.FindIndex(Average, v => !double.IsNaN(v)), Array.FindLastIndex(Average, v => !double.IsNaN(v)));
        if (FirstKnown < 0)
            FirstKnown = Average.Length;
    }

    private static double[] NewColumn(int count)
    {
        var column = new double[count];
        Array.Fill(column, double.NaN);
        return column;
    }
}
