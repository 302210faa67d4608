using System.Collections.Immutable;

namespace Metrics.RrdStore;

/// <summary>What became of a series that was imported.</summary>
/// <param name="Series">The series.</param>
/// <param name="LeftOutRows">By archive of its schema, how many known rows were not taken, because they are older than what is kept beside the
/// series that are there.</param>
public sealed record TakenSeries(SeriesInfo Series, ImmutableArray<int> LeftOutRows);
