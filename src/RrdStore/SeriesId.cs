namespace Metrics.RrdStore;

/// <summary>The number a store gave to a series: what a reading carries instead of the name. Never given twice in one store.</summary>
public readonly record struct SeriesId(int Value);
