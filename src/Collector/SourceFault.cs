namespace Metrics.Collector;

/// <summary>Something a source cannot read.</summary>
/// <param name="Path">The file or device.</param>
/// <param name="Problem">What is wrong with it, as one sentence.</param>
/// <param name="Since">When it was first seen.</param>
public sealed record SourceFault(string Path, string Problem, DateTimeOffset Since);
