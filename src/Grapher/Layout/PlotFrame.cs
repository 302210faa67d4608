namespace Metrics.Grapher.Layout;

/// <summary>Where the plot is in a picture: the gutters for labels around it.</summary>
/// <param name="Plot">The rectangle of the values.</param>
/// <param name="Narrow">Whether the picture is for a narrow page.</param>
/// <param name="Bare">Whether the picture is too small for axes: a sparkline.</param>
internal readonly record struct PlotFrame(Box Plot, bool Narrow, bool Bare)
{
    /// <summary>Height of the title line of a picture that stands alone.</summary>
    public const float TitleHeight = 26;

    /// <summary>Height that numbered flags add above the plot.</summary>
    public const float FlagHeight = 10;

    /// <summary>Pictures of less width are for narrow pages.</summary>
    public const int NarrowBelow = 450;

    private const int BareBelow = 64, LowestPlot = 24, Above = 14, Below = 26;

    /// <summary>The frame of a picture.</summary>
    /// <param name="width">Width of the picture in CSS pixels.</param>
    /// <param name="height">Height of the picture.</param>
    /// <param name="axisLabels">Width of the widest label of the value axis.</param>
    /// <param name="head">Height taken above by a title.</param>
    /// <param name="foot">Height taken below by a legend.</param>
    /// <param name="bare">Whether there are no axes.</param>
    /// <param name="rightLabels">Width of the widest label of a value axis on the right; null when there is none.</param>
    public static PlotFrame For(int width, int height, float axisLabels, float head, float foot, bool bare, float? rightLabels = null)
    {
        if (bare)
            return new(new(1, 3, width - 5, height - 2), true, true);
        var narrow = width < NarrowBelow;
        var left = Gutter(axisLabels);
        var right = rightLabels is { } labels ? Gutter(labels) : narrow ? 6 : 14;
        return new(new(left, head + Above, width - right, height - foot - Below), narrow, false);

        // A third for each side at most leaves a third for the plot.
        float Gutter(float labels) =>
            Math.Min(Math.Max(narrow ? 34 : 46, MathF.Ceiling(labels) + 12), rightLabels is null ? width / 2 : width / 3);
    }

    /// <summary>Width of the plot in a picture with ordinary labels of the value axis.</summary>
    public static int WidthIn(int width) => width - (width < NarrowBelow ? 34 + 6 : 46 + 14);

    /// <summary>The size of the picture whose plot has a size, with ordinary labels of the value axis.</summary>
    /// <param name="plotWidth">Width of the plot.</param>
    /// <param name="plotHeight">Height of the plot.</param>
    /// <param name="head">Height taken above by a title.</param>
    /// <param name="foot">Height taken below by a legend.</param>
    /// <param name="rightAxis">Whether there is a value axis on the right, too.</param>
    public static (int Width, int Height) Around(int plotWidth, int plotHeight, float head, float foot, bool rightAxis)
    {
        var (narrowGutters, gutters) = rightAxis ? (34 + 34, 46 + 46) : (34 + 6, 46 + 14);
        var width = plotWidth + (plotWidth + narrowGutters < NarrowBelow ? narrowGutters : gutters);
        return (width, plotHeight + Above + Below + (int)MathF.Ceiling(head + foot));
    }

    /// <summary>Whether a title or legend of some height leaves enough of the plot.</summary>
    public static bool HasRoom(int height, float taken) => height - taken - Above - Below >= LowestPlot;

    /// <summary>Whether a picture of this height is too low for axes.</summary>
    public static bool IsBare(int height) => height < BareBelow;
}
