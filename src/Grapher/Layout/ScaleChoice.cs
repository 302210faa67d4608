using Metrics.Grapher.Axes;

namespace Metrics.Grapher.Layout;

/// <summary>Chooses the value axis of a graph from its data, its thresholds and its limits.</summary>
internal static class ScaleChoice
{
    /// <summary>From this many values on, one that stands out this many times over the 99.5th percentile does not set the scale.</summary>
    private const int EnoughForOutliers = 50, OutlierTimes = 8;

    /// <summary>The axis, and whether the highest value is beyond it.</summary>
    /// <param name="definition">The graph.</param>
    /// <param name="paths">What is drawn.</param>
    /// <param name="height">Height of the picture.</param>
    /// <param name="bare">Whether it has no axes.</param>
    /// <param name="fullScale">Whether the axis reaches the highest value wherever that is.</param>
    /// <param name="compared">What is drawn in other pictures that are to have the same axis.</param>
    public static (ValueScale Scale, bool Clipped) Of(
        GraphDefinition definition, SeriesPath[] paths, int height, bool bare, bool fullScale, SeriesPath[][] compared)
    {
        var (low, high, highest) = Extent(definition, Scaled(paths), fullScale);
        foreach (var others in compared)
        {
            var other = Extent(definition, Scaled(others), fullScale);
            (low, high) = (Math.Min(OrOther(low, other.Low), OrOther(other.Low, low)),
                Math.Max(OrOther(high, other.High), OrOther(other.High, high)));
        }
        var clipped = highest > high;
        var hasAreas = paths.Any(p => p.Columns.Series.Shape != SeriesShape.Line);
        var fromZero = hasAreas || definition.Unit != GraphUnit.Celsius;
        if (definition.Program?.Options is { } written
            && WrittenScale.Of(written, definition.Unit, low, high, hasAreas, height) is { } asked)
            return (asked, false);
        if (bare)
            return (Tight(fromZero ? Math.Min(low, 0) : low, high), clipped);
        high = WithThresholds(definition, low, high, fromZero);
        // A rounded rate may pass its limit by a little; the axis does not follow.
        if (high > definition.Maximum)
            high = definition.Maximum;
        var steps = height < 150 ? 3 : 5;
        return (ValueScale.For(low, high, definition.Unit, fromZero, steps), clipped);
    }

    /// <summary>Thresholds shown are those the data is near to: one far above would press the lines to the bottom.</summary>
    public static bool IsNear(GraphThreshold threshold, ValueScale scale) => threshold.Value >= scale.Low && threshold.Value <= scale.High;

    /// <summary>A sparkline has no axis: it takes the room there is.</summary>
    private static ValueScale Tight(double low, double high) =>
        high > low ? new(low, high, high - low, new(1, ""))
            : new(double.IsNaN(low) ? 0 : low - 1, double.IsNaN(low) ? 1 : low + 1, 1, new(1, ""));

    private static SeriesPath[] Scaled(SeriesPath[] paths) => [.. paths.Where(p => !p.Columns.Series.SkipsScale)];

    private static double OrOther(double value, double other) => double.IsNaN(value) ? other : value;

    /// <summary>The lowest value, where the axis has to reach, and the highest value.</summary>
    private static (double Low, double High, double Highest) Extent(GraphDefinition definition, SeriesPath[] paths, bool fullScale)
    {
        var (low, high, known) = (double.NaN, double.NaN, 0);
        foreach (var path in paths)
        {
            (low, high) = (OrOther(low, path.Lowest), OrOther(high, path.Highest));
            if (path.HighestAt >= 0)
                (low, high, known) = (Math.Min(low, path.Lowest), Math.Max(high, path.Highest), known + path.Columns.Known);
        }
        if (fullScale || !double.IsNaN(definition.Maximum) || known < EnoughForOutliers || !(high > 0))
            return (low, high, high);
        var usual = Usual(paths, known, high / OutlierTimes);
        return usual > 0 && high > OutlierTimes * usual ? (low, 1.25 * usual, high) : (low, high, high);
    }

    /// <summary>The 99.5th percentile, or a value as large as one that does not stand out when more than a few reach that: then there is
    /// nothing to sort.</summary>
    private static double Usual(SeriesPath[] paths, int known, double enough)
    {
        var above = known - (int)(0.995 * (known - 1));
        foreach (var path in paths)
            foreach (var value in path.Highs)
                if (value >= enough && --above == 0)
                    return enough;
        var values = new List<double>(known);
        foreach (var path in paths)
            foreach (var value in path.Highs)
                if (!double.IsNaN(value))
                    values.Add(value);
        values.Sort();
        return values[(int)(0.995 * (values.Count - 1))];
    }

    private static double WithThresholds(GraphDefinition definition, double low, double high, bool fromZero)
    {
        if (double.IsNaN(high))
            return high;
        var reach = fromZero ? Math.Max(2.5 * high, definition.Unit == GraphUnit.Load ? 1 : 0) : high + 10;
        foreach (var threshold in definition.Thresholds)
            if ((threshold.Value <= reach && threshold.Value >= Math.Min(low, 0))
                || (definition.Whole is not null && threshold.Level == ThresholdLevel.Reference))
                high = Math.Max(high, threshold.Value);
        return high;
    }
}
