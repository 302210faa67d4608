namespace Metrics.Grapher;

/// <summary>A level drawn as a dashed line.</summary>
/// <param name="Value">Where, in the unit of the graph.</param>
/// <param name="Label">What it is: "8 cores", "critical".</param>
/// <param name="Level">Colour: reference, warning or critical.</param>
public sealed record GraphThreshold(double Value, string Label, ThresholdLevel Level);
