namespace Metrics.RrdStore;

/// <summary>A value and the end of the interval it holds for, in seconds since the epoch. NaN is unknown.</summary>
public readonly record struct Sample(long UnixSeconds, double Value);
