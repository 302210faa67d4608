using Metrics.Actions.Rules.Language;

namespace Metrics.Actions.Rules;

/// <summary>What is worked out of the points of a time, oldest first, of which unknown ones are NaN; NaN when too few are known.</summary>
internal static class WindowStatistics
{
    /// <summary>How many are known.</summary>
    public static int Known(ReadOnlySpan<double> values)
    {
        var known = 0;
        foreach (var value in values)
            known += double.IsNaN(value) ? 0 : 1;
        return known;
    }

    /// <summary>How many compare so with a number.</summary>
    public static int Matching(ReadOnlySpan<double> values, string sign, double limit)
    {
        var matching = 0;
        foreach (var value in values)
            matching += !double.IsNaN(value) && ComparisonNode.Holds(sign, value, limit) ? 1 : 0;
        return matching;
    }

    /// <summary>The newest known one.</summary>
    public static double Last(ReadOnlySpan<double> values)
    {
        for (var i = values.Length - 1; i >= 0; i--)
            if (!double.IsNaN(values[i]))
                return values[i];
        return double.NaN;
    }

    /// <summary>Their sum.</summary>
    public static double Sum(ReadOnlySpan<double> values)
    {
        var (sum, known) = Add(values);
        return known > 0 ? sum : double.NaN;
    }

    /// <summary>Their mean.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        var (sum, known) = Add(values);
        return known > 0 ? sum / known : double.NaN;
    }

    /// <summary>The least or the greatest.</summary>
    public static double Extreme(ReadOnlySpan<double> values, bool least)
    {
        var extreme = double.NaN;
        foreach (var value in values)
            if (!double.IsNaN(value) && !(least ? value >= extreme : value <= extreme))
                extreme = value;
        return extreme;
    }

    /// <summary>The change per second from the first known one to the last.</summary>
    public static double Rate(ReadOnlySpan<double> values, int step)
    {
        var (first, last) = (-1, -1);
        for (var i = 0; i < values.Length; i++)
            if (!double.IsNaN(values[i]))
                (first, last) = (first < 0 ? i : first, i);
        return first == last ? double.NaN : (values[last] - values[first]) / ((last - first) * (double)step);
    }

    /// <summary>What so many percent do not exceed: nearest rank. Leaves the values in another order.</summary>
    public static double Percentile(Span<double> values, double percent)
    {
        var known = 0;
        foreach (var value in values)
            if (!double.IsNaN(value))
                values[known++] = value;
        if (known == 0)
            return double.NaN;
        values = values[..known];
        values.Sort();
        return values[Math.Max(0, (int)Math.Ceiling(known * percent / 100) - 1)];
    }

    /// <summary>Where the line of least squares leads; half of the samples must be known.</summary>
    public static double Forecast(ReadOnlySpan<double> values, int step, double aheadSeconds)
    {
        const int fewest = 3;
        var known = Known(values);
        if (known < Math.Max(fewest, values.Length / 2))
            return double.NaN;
        var (meanX, meanY) = (0.0, Mean(values));
        for (var i = 0; i < values.Length; i++)
            if (!double.IsNaN(values[i]))
                meanX += i / (double)known;
        var (xx, xy) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
            if (!double.IsNaN(values[i]))
                (xx, xy) = (xx + (i - meanX) * (i - meanX), xy + (i - meanX) * (values[i] - meanY));
        return meanY + xy / xx * (values.Length - 1 + aheadSeconds / step - meanX);
    }

    private static (double Sum, int Known) Add(ReadOnlySpan<double> values)
    {
        var (sum, known) = (0.0, 0);
        foreach (var value in values)
            if (!double.IsNaN(value))
                (sum, known) = (sum + value, known + 1);
        return (sum, known);
    }
}
