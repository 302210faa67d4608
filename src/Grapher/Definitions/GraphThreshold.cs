using Metrics.RrdStore;

namespace Metrics.Grapher;

/// <summary>A level drawn as a dashed line.</summary>
/// <param name="Value">Where, in the unit of the graph.</param>
/// <param name="Label">What it is: "8 cores", "critical".</param>
/// <param name="Level">Colour: reference, warning or critical.</param>
public sealed record GraphThreshold(double Value, string Label, ThresholdLevel Level)
{
    /// <summary>The one series it is for; null when it is for all of the graph.</summary>
    public SeriesName? Series { get; init; }

    /// <summary>The colour of its line, where its level alone does not say it.</summary>
    public SeriesColour? Colour { get; init; }

    /// <summary>Whether values below it are the bad ones: the least speed of a fan.</summary>
    public bool IsLowLimit { get; init; }
}
