using Metrics.Grapher.Language.Times;

namespace Metrics.Grapher.Language;

/// <summary>The options of a graph: rrdgraph(1), "OPTIONS", as far as they mean something here.</summary>
public sealed record GraphOptions
{
    /// <summary><c>--start</c>; one day before the end by default.</summary>
    public AtTime Start { get; init; } = AtTime.DayBeforeEnd;

    /// <summary><c>--end</c>; now by default.</summary>
    public AtTime End { get; init; } = AtTime.Now;

    /// <summary><c>--step</c>: least seconds a value stands for; 0 when the width decides.</summary>
    public int StepSeconds { get; init; }

    /// <summary><c>--width</c>: pixels of the plot, 10 to 4000; also how many values a column has at most, about.</summary>
    public int Width { get; init; } = 400;

    /// <summary><c>--height</c>: pixels of the plot, 10 to 4000.</summary>
    public int Height { get; init; } = 100;

    /// <summary><c>--title</c>. Text from outside; every pen escapes it.</summary>
    public string Title { get; init; } = "";

    /// <summary><c>--vertical-label</c>. Text from outside; every pen escapes it.</summary>
    public string VerticalLabel { get; init; } = "";

    /// <summary><c>--lower-limit</c>; NaN when the data decide.</summary>
    public double LowerLimit { get; init; } = double.NaN;

    /// <summary><c>--upper-limit</c>; NaN when the data decide.</summary>
    public double UpperLimit { get; init; } = double.NaN;

    /// <summary><c>--rigid</c>: the limits hold even where data go beyond.</summary>
    public bool Rigid { get; init; }

    /// <summary><c>--logarithmic</c>.</summary>
    public bool Logarithmic { get; init; }

    /// <summary><c>--units-exponent</c>: the power of 10 of the axis, a multiple of 3 from -18 to 18; null when the data decide.</summary>
    public int? UnitsExponent { get; init; }

    /// <summary><c>--base</c>: 1000, or 1024 for bytes.</summary>
    public int Base { get; init; } = 1000;

    /// <summary><c>--alt-autoscale</c>: the scale follows the data at both ends.</summary>
    public bool AltAutoscale { get; init; }

    /// <summary><c>--alt-autoscale-min</c>: only at the lower end.</summary>
    public bool AltAutoscaleMin { get; init; }

    /// <summary><c>--alt-autoscale-max</c>: only at the upper end.</summary>
    public bool AltAutoscaleMax { get; init; }

    /// <summary><c>--no-legend</c>.</summary>
    public bool NoLegend { get; init; }

    /// <summary><c>--only-graph</c>: the plot without anything around it.</summary>
    public bool OnlyGraph { get; init; }

    /// <summary><c>--full-size-mode</c>: width and height are those of the whole picture and not of the plot.</summary>
    public bool FullSizeMode { get; init; }

    /// <summary><c>--right-axis</c>: a second axis on the right, whose values are those of the left one times the scale plus the shift;
    /// null for none.</summary>
    public (double Scale, double Shift)? RightAxis { get; init; }

    /// <summary><c>--right-axis-label</c>. Text from outside; every pen escapes it.</summary>
    public string RightAxisLabel { get; init; } = "";

    /// <summary><c>--right-axis-format</c>: how its numbers are written, with %lf as in PRINT; empty when the numbers decide.</summary>
    public string RightAxisFormat { get; init; } = "";

    /// <summary><c>--x-grid none</c>: no lines and labels of time.</summary>
    public bool NoTimeGrid { get; init; }

    /// <summary><c>--y-grid none</c>: no gridlines and labels of values but the line of zero.</summary>
    public bool NoValueGrid { get; init; }

    /// <summary><c>--y-grid step:factor</c>: the distance of gridlines, positive, and how many of them have one label, at least 1; null when
    /// the data decide.</summary>
    public (double Step, int Factor)? ValueGrid { get; init; }

    /// <summary><c>--left-axis-format</c>: how the numbers of the axis are written, with %lf as in PRINT; empty when the numbers
    /// decide.</summary>
    public string LeftAxisFormat { get; init; } = "";

    /// <summary><c>--watermark</c>: a line at the foot. Text from outside; every pen escapes it.</summary>
    public string Watermark { get; init; } = "";

    /// <summary>The theme whose ground is nearest to <c>--color BACK#…</c>; null when that is not said.</summary>
    public GraphTheme? Theme { get; init; }

    /// <summary>Whether <c>--color BACK#…</c> is invisible: the picture has no ground.</summary>
    public bool Transparent { get; init; }

    /// <summary>Whether <c>--color MGRID#…</c> is invisible: there are no gridlines but that of zero.</summary>
    public bool NoGrid { get; init; }
}
