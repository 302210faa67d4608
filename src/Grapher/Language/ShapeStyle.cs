namespace Metrics.Grapher.Language;

/// <summary>How a LINE or an AREA is drawn.</summary>
/// <param name="IsArea">True for AREA.</param>
/// <param name="Width">Width of a LINE in pixels; 0 for AREA.</param>
/// <param name="Colour">The colour; null draws nothing, but may be stacked upon.</param>
/// <param name="Legend">What the legend says of it.</param>
public sealed record ShapeStyle(bool IsArea, double Width, Rgba? Colour, LegendText Legend)
{
    /// <summary>Second colour of an AREA's gradient, or null.</summary>
    public Rgba? SecondColour { get; init; }

    /// <summary>Height of the gradient in pixels: positive from the line down, negative from above the axis down, 0 from the line to the
    /// axis.</summary>
    public double GradientHeight { get; init; } = 50;

    /// <summary>Whether it stands on the shape before it. Where this one is unknown, the sum below it stays as it was.</summary>
    public bool IsStacked { get; init; }

    /// <summary>Whether the scale of the graph leaves it out.</summary>
    public bool SkipsScale { get; init; }

    /// <summary>Dashes of a LINE, or null.</summary>
    public DashPattern? Dashes { get; init; }
}
