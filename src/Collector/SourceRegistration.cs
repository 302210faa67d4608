using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>A source that the collector asks.</summary>
/// <param name="Source">The source; the collector disposes of it.</param>
/// <param name="Schema">What is kept of its series, and how often it is asked: once a step.</param>
public sealed record SourceRegistration(ISource Source, Schema Schema);
