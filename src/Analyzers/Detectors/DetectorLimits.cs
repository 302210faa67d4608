namespace Metrics.Analyzers.Detectors;

/// <summary>When an address is pointed at.</summary>
/// <param name="Burst">Events within <paramref name="BurstTime"/>.</param>
/// <param name="BurstTime">The short time.</param>
/// <param name="Persistent">Events within <paramref name="PersistentTime"/>.</param>
/// <param name="PersistentTime">The long time.</param>
internal sealed record DetectorLimits(int Burst, TimeSpan BurstTime, int Persistent, TimeSpan PersistentTime);
