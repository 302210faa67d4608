namespace Metrics.RrdStore;

/// <summary>The primary data point that is open at the last reading: of the step that this reading fell into, the part before it.</summary>
/// <param name="Sum">Rate times seconds, over the seconds known; NaN or 0 when none is.</param>
/// <param name="UnknownSeconds">Seconds of it that are unknown.</param>
public readonly record struct ImportedPoint(double Sum, double UnknownSeconds);
