using System.Collections.Immutable;

namespace Metrics.RrdStore;

/// <summary>A series with everything that is kept of it, as a store takes it in from another and gives it out again.</summary>
/// <param name="Definition">What is declared of it. Its schema lists the archives in the order of <paramref name="Archives"/>.</param>
/// <param name="Last">The last reading; its <see cref="Reading.UnixMicroseconds"/> is the time up to which the series is known to the
/// store, and its <see cref="Reading.Series"/> means nothing here.</param>
/// <param name="OpenPoint">The primary data point that the last reading left open.</param>
/// <param name="Archives">Closed rows and open row of each archive.</param>
public sealed partial record ImportedSeries(SeriesDefinition Definition, Reading Last, ImportedPoint OpenPoint, ImmutableArray<ImportedArchive> Archives);
