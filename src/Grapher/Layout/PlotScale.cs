using System.Numerics;
using Metrics.Grapher.Axes;
using Metrics.Grapher.Data;

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

    /// <summary>Places of the middles of a graph's buckets: every line and edge goes through them.</summary>
    public ReadOnlyMemory<float> Middles { get; private set; }

    /// <summary>Moments and values to places, for the buckets of a graph.</summary>
    /// <param name="plot">The rectangle of the values.</param>
    /// <param name="values">The value axis.</param>
    /// <param name="data">The graph.</param>
    /// <param name="memory">Holds the places of the buckets.</param>
    public static PlotScale Of(Box plot, ValueScale values, GraphData data, Workspace memory)
    {
        var scale = new PlotScale(plot, new(data.Start, data.End, plot.Left, plot.Right), values);
        var middles = memory.Places(data.Count);
        for (var i = 0; i < middles.Length; i++)
            middles.Span[i] = scale.Inside(data.MiddleOf(i));
        scale.Middles = middles;
        return scale;
    }

    /// <summary>Place of a moment, or the edge of the plot that it is beyond.</summary>
    public float Inside(double unixSeconds) => Math.Clamp(X(unixSeconds), Plot.Left, Plot.Right);

    /// <summary>Place of the zero line, or of the bottom when zero is below it.</summary>
    public float Zero => Y(0);

    /// <summary>Place of a moment, to a tenth of a pixel.</summary>
    public float X(double unixSeconds) => Tenth((float)(left + (unixSeconds - start) * pixelsPerSecond));

    /// <summary>Place of a value, to a tenth of a pixel; values beyond the axis are at its edge.</summary>
    public float Y(double value) =>
        Tenth((float)Math.Clamp(bottom - (isLogarithmic ? Decades(value) : value - low) * pixelsPerUnit, top, bottom));

    /// <summary>Places of many values, each as <see cref="Y(double)"/> has it.</summary>
    /// <param name="values">The values.</param>
    /// <param name="places">As many places.</param>
    public void Y(ReadOnlySpan<double> values, Span<float> places)
    {
        var done = 0;
        if (!isLogarithmic)
        {
            for (; done <= values.Length - Vector<float>.Count; done += Vector<float>.Count)
            {
                var exact = Vector.Narrow(Linear(new(values[done..])), Linear(new(values[(done + Vector<double>.Count)..])));
                (Vector.Round(exact * 10) / 10).CopyTo(places[done..]);
            }
        }
        for (; done < values.Length; done++)
            places[done] = Y(values[done]);

        Vector<double> Linear(Vector<double> some) =>
            Vector.Clamp(new Vector<double>(bottom) - (some - new Vector<double>(low)) * pixelsPerUnit, new(top), new(bottom));
    }

    /// <summary>The half pixel at which a hairline is sharp.</summary>
    public static float Sharp(float place) => MathF.Floor(place) + 0.5f;

    /// <summary>Powers of ten above the bottom; what is not positive is at the bottom.</summary>
    private double Decades(double value) => value > Values.Low ? Math.Log10(value / Values.Low) : 0;

    private static float Tenth(float place) => MathF.Round(place * 10) / 10;
}
