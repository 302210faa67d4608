namespace Metrics.Grapher;

/// <summary>How a series is drawn.</summary>
public enum SeriesShape
{
    /// <summary>A line of 1.7 pixels.</summary>
    Line,

    /// <summary>A line with its area to zero tinted.</summary>
    Area,

    /// <summary>A layer on top of the one before.</summary>
    Stack,
}
