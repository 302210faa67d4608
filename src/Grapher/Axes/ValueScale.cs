namespace Metrics.Grapher.Axes;

/// <summary>The value axis: where it begins and ends, the step of its gridlines, and the one prefix of its labels.</summary>
/// <param name="Low">Value of the bottom line, a multiple of the step.</param>
/// <param name="High">Value of the top line, a multiple of the step.</param>
/// <param name="Step">Distance of gridlines, in base units.</param>
/// <param name="Prefix">Prefix and unit of the labels.</param>
internal sealed record ValueScale(double Low, double High, double Step, UnitPrefix Prefix)
{
    /// <summary>Value of the lowest gridline; above the bottom where that is no multiple of the step.</summary>
    public double First { get; init; } = Low;

    /// <summary>Whether equal distances are equal ratios. Bottom and top are positive then, and the step is in powers of ten.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>One in so many gridlines has a label, those at multiples of it.</summary>
    public int LabelEvery { get; init; } = 1;

    /// <summary>Whether a gridline has a label.</summary>
    public bool HasLabel(int index) => LabelEvery == 1 || Math.Round(Tick(index) / Step) % LabelEvery == 0;

    /// <summary>Number of steps from the lowest gridline to the highest.</summary>
    public int Steps => (int)Math.Floor((IsLogarithmic ? Math.Log10(High / First) : High - First) / Step + 1e-6);

    /// <summary>Value of a gridline, 0 for the lowest.</summary>
    public double Tick(int index) => IsLogarithmic ? First * Math.Pow(10, index * Step) : First + index * Step;

    /// <summary>Label of a gridline. Where each is of another magnitude, each has its own prefix.</summary>
    public string Label(int index)
    {
        var tick = Tick(index);
        if (!IsLogarithmic)
            return ValueFormat.Plain(tick / Prefix.Divisor);
        var own = UnitPrefix.For(tick, GraphUnit.Traffic);
        return ValueFormat.Plain(tick / own.Divisor) + own.Symbol[..^1];
    }

    /// <summary>The scale for values from <paramref name="lowest"/> to <paramref name="highest"/>.</summary>
    /// <param name="lowest">The lowest value shown; NaN when there is none.</param>
    /// <param name="highest">The highest value shown; NaN when there is none.</param>
    /// <param name="unit">The unit of the axis.</param>
    /// <param name="fromZero">Whether areas or layers need the zero line on the graph.</param>
    /// <param name="steps">The most steps there may be, at least 2.</param>
    public static ValueScale For(double lowest, double highest, GraphUnit unit, bool fromZero, int steps)
    {
        var (low, high) = double.IsNaN(highest) ? (0, 0) : (lowest, highest);
        if (unit == GraphUnit.Percent && low >= 0 && high is > 40 and <= 102)
            return new(0, 100, steps < 4 ? 50 : 25, new(1, "%"));
        if (unit == GraphUnit.Celsius && !fromZero && !double.IsNaN(highest))
            return Fitted(low, high, steps);
        high = Math.Max(Math.Max(high, low), low < 0 ? 0 : SmallestTop(unit));
        low = Math.Min(low, 0);
        if (high <= low)
            high = low + 1;
        return Stepped(low, high, unit, steps);
    }

    /// <summary>The scale that reaches from one value to another, with gridlines at multiples of its step.</summary>
    /// <param name="low">The lowest value.</param>
    /// <param name="high">The highest value, above the lowest.</param>
    /// <param name="unit">The unit of the axis.</param>
    /// <param name="steps">The most steps there may be, at least 2.</param>
    public static ValueScale Between(double low, double high, GraphUnit unit, int steps) => Stepped(low, high, unit, steps);

    /// <summary>Idle noise is not blown up to the height of the graph: an axis of these units reaches at least this value.</summary>
    private static double SmallestTop(GraphUnit unit) => unit switch
    {
        GraphUnit.Load => 1,
        GraphUnit.Percent => 4,
        GraphUnit.BitsPerSecond or GraphUnit.BytesPerSecond => 1000,
        GraphUnit.Bytes => 1024,
        _ => 0,
    };

    private static ValueScale Stepped(double low, double high, GraphUnit unit, int steps)
    {
        var prefix = UnitPrefix.For(Math.Max(high, -low), unit);
        foreach (var step in TickSteps.Of(unit, prefix, (high - low) / (steps + 1)))
        {
            // A hair below a line counts as on it, so that 0.1 + 0.2 does not add a step.
            var (bottom, top) = (Math.Floor(low / step + 1e-9), Math.Ceiling(high / step - 1e-9));
            if (top - bottom <= steps)
                return new(bottom * step, Math.Max(top, bottom + 1) * step, step, UnitPrefix.For(Math.Max(top, -bottom) * step, unit));
        }
        return new(low, high, high - low, prefix);
    }

    /// <summary>A scale for lines of temperatures: it need not begin at zero, and leaves room below the lowest.</summary>
    private static ValueScale Fitted(double low, double high, int steps)
    {
        const double room = 0.15;
        foreach (var step in TickSteps.Temperatures(high - low))
        {
            var bottom = Math.Floor((low - room * step) / step);
            var top = Math.Ceiling((high + room * step) / step);
            if (top - bottom > steps)
                continue;
            // Three steps at least; the third is added where the values are nearer to the edge.
            if (top - bottom < 3 && (high + low) / step > top + bottom)
                top = bottom + 3;
            bottom = Math.Min(bottom, top - 3);
            if (low >= 0)
                bottom = Math.Max(bottom, 0);
            return new(bottom * step, Math.Max(top, bottom + 2) * step, step, new(1, "°C"));
        }
        return Stepped(Math.Min(low, 0), high, GraphUnit.Celsius, steps);
    }
}
