using Metrics.Grapher.Axes;

namespace Metrics.Grapher.Layout;

/// <summary>Moments and values to places on the plot.</summary>
/// <param name="Plot">The rectangle of the values.</param>
/// <param name="Span">The time axis.</param>
/// <param name="Values">The value axis.</param>
internal sealed record PlotScale(Box Plot, AxisSpan Span, ValueScale Values)
{
    private readonly double pixelsPerUnit = Plot.Height / (Values.IsLogarithmic
        ? Math.Log10(Values.High / Values.Low)
        : Values.High - Values.Low);

    // Asked for with every point: what does not change is worked out once.
    private readonly double left = Span.Left, start = Span.Start, pixelsPerSecond = (Span.Right - Span.Left) / (double)Span.Seconds;
    private readonly double top = Plot.Top, bottom = Plot.Bottom, low = Values.Low;
    private readonly bool isLogarithmic = Values.IsLogarithmic;

    /// <summary>Place of the zero line, or of the bottom when zero is below it.</summary>
    public float Zero => Y(0);

    /// <summary>Place of a moment, to a tenth of a pixel.</summary>
    public float X(double unixSeconds) => Tenth((float)(left + (unixSeconds - start) * pixelsPerSecond));

    /// <summary>Place of a value, to a tenth of a pixel; values beyond the axis are at its edge.</summary>
    public float Y(double value) =>
        Tenth((float)Math.Clamp(bottom - (isLogarithmic ? Decades(value) : value - low) * pixelsPerUnit, top, bottom));

    /// <summary>The half pixel at which a hairline is sharp.</summary>
    public static float Sharp(float place) => MathF.Floor(place) + 0.5f;

    /// <summary>Powers of ten above the bottom; what is not positive is at the bottom.</summary>
    private double Decades(double value) => value > Values.Low ? Math.Log10(value / Values.Low) : 0;

    private static float Tenth(float place) => MathF.Round(place * 10) / 10;
}
