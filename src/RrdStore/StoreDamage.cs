namespace Metrics.RrdStore;

/// <summary>A damaged place in a file of a store.</summary>
/// <param name="Path">The file.</param>
/// <param name="Offset">Where in it, in bytes from its start.</param>
/// <param name="Series">The series whose rows are concerned; null when they cannot be told.</param>
/// <param name="Problem">What is wrong, as a sentence.</param>
public sealed record StoreDamage(string Path, long Offset, SeriesName? Series, string Problem);
