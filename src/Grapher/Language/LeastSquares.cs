namespace Metrics.Grapher.Language;

/// <summary>The straight line that fits a column best; x is the number of the row, from 0. Rows that are not finite are left out.</summary>
internal readonly struct LeastSquares
{
    private readonly int count;
    private readonly double x;
    private readonly double y;
    private readonly double xy;
    private readonly double xx;
    private readonly double yy;

    public LeastSquares(GraphColumn column)
    {
        var values = column.Values.Span;
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                continue;
            count++;
            x += i;
            xx += (double)i * i;
            y += values[i];
            xy += i * values[i];
            yy += values[i] * values[i];
        }
    }

    /// <summary>Rise per row; unknown for fewer than two known rows.</summary>
    public double Slope => (x * y - count * xy) / (x * x - count * xx);

    /// <summary>Value at row 0.</summary>
    public double Intercept => (y - Slope * x) / count;

    /// <summary>-1 to 1: how well the line fits.</summary>
    public double Correlation => (xy - x * y / count) / Math.Sqrt((xx - x * x / count) * (yy - y * y / count));
}
