namespace Metrics.Grapher.Axes;

/// <summary>The stretch of time that a plot's width shows; linear in UTC.</summary>
/// <param name="Start">Time at the left edge, seconds since the epoch.</param>
/// <param name="End">Time at the right edge, later than the start.</param>
/// <param name="Left">The left edge, in CSS pixels.</param>
/// <param name="Right">The right edge.</param>
internal readonly record struct AxisSpan(long Start, long End, float Left, float Right)
{
    /// <summary>Length in seconds.</summary>
    public long Seconds => End - Start;

    /// <summary>Width of a time, in CSS pixels.</summary>
    public float Pixels(double seconds) => (float)(seconds * (Right - Left) / Seconds);

    /// <summary>Place of a moment, in CSS pixels.</summary>
    public float X(double unixSeconds) => Left + Pixels(unixSeconds - Start);
}
