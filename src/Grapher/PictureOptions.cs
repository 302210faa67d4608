namespace Metrics.Grapher;

/// <summary>How a picture of a graph is made.</summary>
/// <param name="Width">CSS pixels, 120 to 4000.</param>
/// <param name="Height">CSS pixels, 24 to 2000.</param>
/// <param name="Theme">Colours.</param>
/// <param name="Scale">Device pixels per CSS pixel, 1 to 3; width times height in device pixels is at most 8 million.</param>
/// <param name="Title">Whether the title is drawn into the picture; pages write it themselves.</param>
/// <param name="Legend">Whether the legend is drawn into the picture.</param>
public sealed record PictureOptions(int Width, int Height, GraphTheme Theme = GraphTheme.Light, int Scale = 1, bool Title = false,
    bool Legend = true)
{
    /// <summary>The narrowest picture, in CSS pixels.</summary>
    public const int LeastWidth = 120;

    /// <summary>The widest picture.</summary>
    public const int MostWidth = 4_000;

    /// <summary>The highest picture.</summary>
    public const int MostHeight = 2_000;

    /// <summary>The lowest picture, in CSS pixels.</summary>
    public const int LeastHeight = 24;

    /// <summary>The most device pixels of a picture: drawing takes five bytes for each.</summary>
    public const int MostPixels = 8_000_000;

    /// <summary>Whether the scale reaches the highest value even where one value stands far out over all others.</summary>
    public bool FullScale { get; init; }

    /// <summary>Whether the scale is that of day, week, month and year together, so that their pictures can be compared.</summary>
    public bool CommonScale { get; init; }

    /// <summary>Whether an SVG becomes part of a page, which has <see cref="GraphRenderer.StyleSheet"/> in its own style sheet.</summary>
    public bool Inline { get; init; }

    /// <summary>Whether the picture has no ground of its own, so that what is behind it shows.</summary>
    public bool Transparent { get; init; }

    /// <summary>Refuses sizes that no picture may have.</summary>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, LeastWidth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Width, MostWidth);
        ArgumentOutOfRangeException.ThrowIfLessThan(Height, LeastHeight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Height, MostHeight);
        ArgumentOutOfRangeException.ThrowIfLessThan(Scale, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Scale, 3);
        if (Width * Scale * Height * Scale > MostPixels)
            throw new ArgumentOutOfRangeException(nameof(Scale), Scale, $"A picture has at most {MostPixels:N0} device pixels.");
    }
}
