using Metrics.Grapher.Axes;
using Metrics.Grapher.Language;

namespace Metrics.Grapher.Layout;

/// <summary>The value axis that the options of a text ask for: rrdgraph(1), "Limits" and "Y-Axis".</summary>
internal static class WrittenScale
{
    private const int MostDecades = 12;

    /// <summary>The axis, or null when the options leave it to the data.</summary>
    /// <param name="options">The text's options.</param>
    /// <param name="unit">The unit of the axis.</param>
    /// <param name="low">The lowest value shown; NaN when there is none.</param>
    /// <param name="high">The highest value shown; NaN when there is none.</param>
    /// <param name="hasAreas">Whether areas need the zero line.</param>
    /// <param name="height">Height of the picture in CSS pixels.</param>
    public static ValueScale? Of(GraphOptions options, GraphUnit unit, double low, double high, bool hasAreas, int height)
    {
        var steps = height < 150 ? 3 : 5;
        if (options.Logarithmic)
            return Logarithmic(options, low, high, steps);
        var fits = (options.AltAutoscale || options.AltAutoscaleMin) && !hasAreas && high > low;
        if (double.IsNaN(options.LowerLimit) && double.IsNaN(options.UpperLimit) && options.UnitsExponent is null && !fits
            && options.ValueGrid is null)
            return null;
        var (bottom, top) = (double.IsNaN(low) ? 0 : low, double.IsNaN(high) ? 1 : high);
        if (!fits)
            bottom = Math.Min(bottom, 0);
        // Without --rigid the limits are what is shown at least.
        if (!double.IsNaN(options.LowerLimit))
            bottom = options.Rigid ? options.LowerLimit : Math.Min(options.LowerLimit, double.IsNaN(low) ? options.LowerLimit : low);
        if (!double.IsNaN(options.UpperLimit))
            top = options.Rigid ? options.UpperLimit : Math.Max(top, options.UpperLimit);
        if (top <= bottom)
            top = bottom + 1;
        var scale = options.ValueGrid is { } grid && double.IsFinite(top - bottom)
            ? Gridded(bottom, top, grid.Step, grid.Factor, unit, height)
            : ValueScale.Between(bottom, top, unit, steps);
        if (options.Rigid)
            scale = Rigid(scale, options);
        return options.UnitsExponent is { } exponent ? scale with { Prefix = UnitPrefix.OfExponent(exponent, unit) } : scale;
    }

    /// <summary>Gridlines at the multiples of a step; of one that is too small for the picture, at every second, fourth and so on.</summary>
    private static ValueScale Gridded(double bottom, double top, double step, int factor, GraphUnit unit, int height)
    {
        const int pixels = 4;
        while ((top - bottom) / step > height / pixels)
            (step, factor) = (2 * step, (factor + 1) / 2);
        var (low, high) = (Math.Floor(bottom / step + 1e-9) * step, Math.Ceiling(top / step - 1e-9) * step);
        return new(low, Math.Max(high, low + step), step, UnitPrefix.For(Math.Max(high, -low), unit)) { LabelEvery = factor };
    }

    /// <summary>The axis ends at the limits, wherever the gridlines are.</summary>
    private static ValueScale Rigid(ValueScale scale, GraphOptions options)
    {
        var low = double.IsNaN(options.LowerLimit) ? scale.Low : options.LowerLimit;
        var high = double.IsNaN(options.UpperLimit) ? scale.High : options.UpperLimit;
        return scale with { Low = low, High = high > low ? high : low + 1, First = Math.Ceiling(low / scale.Step - 1e-9) * scale.Step };
    }

    /// <summary>Whole powers of ten around the values that are positive.</summary>
    private static ValueScale Logarithmic(GraphOptions options, double low, double high, int steps)
    {
        var top = Math.Max(double.IsNaN(high) ? 0 : high, double.IsNaN(options.UpperLimit) ? 0 : options.UpperLimit);
        if (!(top > 0))
            top = 1;
        var bottom = options.LowerLimit > 0 ? options.LowerLimit : low > 0 ? low : top / 1000;
        var lowest = (int)Math.Clamp(Math.Floor(Math.Log10(bottom) + 1e-9), -300, 300);
        var highest = (int)Math.Clamp(Math.Ceiling(Math.Log10(top) - 1e-9), lowest + 1, 301);
        lowest = Math.Max(lowest, highest - MostDecades);
        var stride = (highest - lowest + steps - 1) / steps;
        return new(Math.Pow(10, lowest), Math.Pow(10, highest), stride, new(1, "")) { IsLogarithmic = true };
    }
}
